"""Benchmarks: sharing teachers only, of at least three partners with at least n sharing each.

Promise: no release publishes any such figure until its rules stand here and the attack knows them.
"""
