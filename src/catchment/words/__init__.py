"""How codes, statuses and numbers are said, and translated.

Promise: releases hold codes, never sentences; whoever says a code to a person takes the words from here.
"""
