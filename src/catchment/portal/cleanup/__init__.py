"""The yearly roster clean-up: confirm, add, remove, correct.

Promise: a correction is an overlay with who, when and why; the source row is never edited.
"""
