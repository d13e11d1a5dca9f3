"""The door for a program's own tables: the contract as CSV or Parquet.

Promise: every row that comes in either lands or rests in quarantine with file, row, column and reason.
"""
