"""Where expressions are computed: `duckdb` (embedded, the default); an existing Spark cluster joins later.

Promise: identical rows and types whichever engine computes them.
"""
