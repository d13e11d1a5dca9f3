"""Where expressions are computed: `duckdb` (embedded, the default) or `spark` (a cluster of the user's).

Promise: identical rows and types whichever engine computes them.
"""
