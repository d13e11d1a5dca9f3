"""Where microdata rests between import and build.

Promise: a reader sees the state before a batch or after it, never between; only a build opens it.
Tables that hold names or addresses of people live in a sub-folder of their own (`personal/`).
"""
