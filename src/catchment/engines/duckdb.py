"""The embedded engine: DuckDB on one machine, spilling to disk where memory does not suffice."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from catchment.network import contract

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
"""The DuckDB type of each type of the contract."""


class DuckDBEngine:
    """One connection on a database file in `scratch`, which `close` removes. Use as a context manager.

    `memory_limit` as DuckDB writes it (`3GB`); what exceeds it spills into `scratch`.
    """

    def __init__(self, scratch: Path, *, memory_limit: str = "3GB", threads: int | None = None) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self._file = scratch / "measures.duckdb"
        self._remove_files()
        self._connection = duckdb.connect(str(self._file))
        settings = {
            "memory_limit": memory_limit,
            "temp_directory": str(scratch / "spill"),
            "TimeZone": "UTC",
            # Rows have no order of their own: `arrow` gives them one, so none need be kept on the way.
            "preserve_insertion_order": False,
        }
        if threads:
            settings["threads"] = threads
        for name, value in settings.items():
            self._connection.execute(f"SET {name} = {_literal(value)}")
        self._ibis = ibis.duckdb.from_connection(self._connection)

    def __enter__(self) -> "DuckDBEngine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def source(self, name: str, files: Sequence[Path], table: contract.Table) -> ir.Table:
        """A view over the Parquet files with exactly the contract's columns and types; no files: no rows."""
        columns = ", ".join(_typed(field, bool(files)) for field in table.fields)
        # Folders named like `school_year=2025-26` are for finding files; the contract has no such column.
        paths = ", ".join(_literal(str(file)) for file in files)
        rows = f"read_parquet([{paths}], hive_partitioning = false)" if files else "(SELECT 1) WHERE false"
        self._connection.execute(f"CREATE OR REPLACE VIEW {_name(name)} AS SELECT {columns} FROM {rows}")
        return self._ibis.table(name)

    def vocabulary(self, name: str, rows: pa.Table) -> ir.Table:
        """A small table, copied in."""
        self._connection.register("_vocabulary", rows)
        self._connection.execute(f"CREATE OR REPLACE TABLE {_name(name)} AS SELECT * FROM _vocabulary")
        self._connection.unregister("_vocabulary")
        return self._ibis.table(name)

    def materialise(self, name: str, expression: ir.Table) -> ir.Table:
        """Compute the expression into a table with exactly the types that it promises."""
        # DuckDB widens some results (a sum of BIGINT is a HUGEINT), which Ibis does not see.
        types = self._ibis.compiler.type_mapper
        columns = ", ".join(
            f"CAST({_name(column)} AS {types.to_string(kind)}) AS {_name(column)}"
            for column, kind in expression.schema().items()
        )
        query = self._ibis.compile(expression)
        self._connection.execute(f"CREATE OR REPLACE TABLE {_name(name)} AS SELECT {columns} FROM ({query})")
        return self._ibis.table(name)

    def arrow(self, name: str) -> pa.Table:
        """The rows sorted by all columns from left to right."""
        return self._connection.sql(f"SELECT * FROM {_name(name)} ORDER BY ALL").to_arrow_table()

    def close(self) -> None:
        """Close the connection and remove its files."""
        self._connection.close()
        self._remove_files()

    def _remove_files(self) -> None:
        for file in self._file.parent.glob(f"{self._file.name}*"):
            file.unlink()


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value).lower()


def _typed(field: contract.Field, present: bool) -> str:
    value = _name(field.name) if present else "NULL"
    return f"CAST({value} AS {TYPES[field.type]}) AS {_name(field.name)}"
