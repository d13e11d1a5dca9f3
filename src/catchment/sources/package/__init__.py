"""The door for a program's own tables: the contract as CSV or Parquet.

Promise: every row that comes in either lands or rests in quarantine with file, row, column and reason.
"""

from catchment.sources.package.door import check, import_package

__all__ = ["check", "import_package"]
