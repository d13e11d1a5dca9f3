"""The adversary: knows the algorithm, reads published files only, and tries to find people in them.

Promise: imports nothing of Catchment but `network`, so that a mistake of the publisher is not repeated here.
"""
