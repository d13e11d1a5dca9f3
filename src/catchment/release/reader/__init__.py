"""Opens a release for reading: manifest, shelves, tables.

Promise: a reader holds the shelves it was opened with and has no call that opens another.
"""
