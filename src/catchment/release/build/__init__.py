"""Warehouse -> measures -> disclosure -> candidate; the ledger; publishing.

Promise: what was attacked and reviewed is byte for byte what is published, and a crash at any moment
leaves the old release up or the new one.
"""
