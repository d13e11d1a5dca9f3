"""The K-12 CS Access Report: does this school teach computer science, and how do we know.

Promise: a verdict is never shown without its evidence, and no page lists the schools that say no.
"""
