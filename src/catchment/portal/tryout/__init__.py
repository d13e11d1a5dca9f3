"""Try to find them: what plain tables give away by subtraction, beside a release that gives nothing away.

For demo networks only. The plain tables come as a file that the demo wrote; here is no way to its warehouse.
"""
