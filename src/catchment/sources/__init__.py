"""The doors in: one folder per outside format.

Promise: what is wrong is quarantined with file, row, column and reason, never dropped and never guessed;
a batch lands whole or not at all, and importing it twice changes nothing.
"""
