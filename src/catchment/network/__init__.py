"""The vocabulary: clocks, regions, completion rules, statuses, categories, policy, metric registry.

Promise: pure Python. No database, no engine, no Django; the same answer for the same arguments.
"""
