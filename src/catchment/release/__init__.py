"""A release: an immutable folder of finished tables with a manifest and digests.

Promise: it is the only thing a page, an export or a mail can open.
"""
