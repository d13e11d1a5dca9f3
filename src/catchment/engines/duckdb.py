"""The embedded engine: DuckDB on one machine, spilling to disk where memory does not suffice."""

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.sql.datatypes import DuckDBType

from catchment.network import contract

TYPES = {"string": "string", "integer": "int64", "number": "float64", "boolean": "boolean", "date": "date"}
"""The Ibis type of each type of the contract."""
_EXCLUDED = re.compile(r"EXCLUDE \(([^()]*)\)")


class DuckDBEngine:
    """One connection on a database file in `scratch`, which `close` removes. Use as a context manager.

    The tables it returns are names with a schema, to build expressions on: rows come out of `arrow`.
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
            # What a build says of its progress is for its caller to say.
            "enable_progress_bar": False,
        }
        if threads:
            settings["threads"] = threads
        for name, value in settings.items():
            self._connection.execute(f"SET {name} = {literal(value)}")

    def __enter__(self) -> "DuckDBEngine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def source(self, name: str, files: Sequence[Path], table: contract.Table) -> ir.Table:
        """A view over the Parquet files with exactly the contract's columns and types; no files: no rows."""
        schema = ibis.schema({field.name: TYPES[field.type] for field in table.fields})
        self.view(quoted(name), files, schema)
        return ibis.table(schema, name=name)

    def view(self, name: str, files: Sequence[Path], schema: ibis.Schema) -> None:
        """A view called `name` (as SQL) over Parquet files, with exactly these columns; no files: no rows."""
        # Folders named like `school_year=2025-26` are for finding files; the contract has no such column.
        paths = ", ".join(literal(str(file)) for file in files)
        rows = f"read_parquet([{paths}], hive_partitioning = false)" if files else f"({_no_rows(schema)})"
        self._connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT {_cast(schema)} FROM {rows}")

    def vocabulary(self, name: str, rows: pa.Table) -> ir.Table:
        """A small table, copied in."""
        self._connection.register("_vocabulary", rows)
        self._connection.execute(f"CREATE OR REPLACE TABLE {quoted(name)} AS SELECT * FROM _vocabulary")
        self._connection.unregister("_vocabulary")
        return ibis.table(ibis.schema(rows.schema), name=name)

    def materialise(self, name: str, expression: ir.Table) -> ir.Table:
        """Compute the expression into a table with exactly the types that it promises."""
        self.run(self.statement(name, expression))
        return ibis.table(expression.schema(), name=name)

    def statement(self, name: str, expression: ir.Table) -> str:
        """The one SQL statement that `materialise` runs; it names other tables and no data."""
        return f"CREATE OR REPLACE TABLE {quoted(name)} AS {self.query(expression)}"

    def query(self, expression: ir.Table) -> str:
        """The SQL of an expression, with exactly the types that it promises; always the same text."""
        # Ibis keeps the columns that are left out in a set: their order is another in each process.
        query = _EXCLUDED.sub(_in_order, ibis.to_sql(expression, dialect="duckdb"))
        # DuckDB widens some results (a sum of BIGINT is a HUGEINT), which Ibis does not see.
        return f"SELECT {_cast(expression.schema())} FROM ({query})"

    def run(self, statement: str) -> None:
        """Run a statement of `statement`, of this engine or another with tables of the same names."""
        self._connection.execute(statement)

    def arrow(self, name: str) -> pa.Table:
        """The rows sorted by all columns from left to right."""
        return self._connection.sql(f"SELECT * FROM {quoted(name)} ORDER BY ALL").to_arrow_table()

    def write(self, name: str, file: Path) -> None:
        """The rows as a Parquet file, in no order: for tables that need not be held in memory whole."""
        self._connection.execute(f"COPY {quoted(name)} TO {literal(str(file))} (FORMAT parquet)")

    def close(self) -> None:
        """Close the connection and remove its files."""
        self._connection.close()
        self._remove_files()

    def _remove_files(self) -> None:
        for file in self._file.parent.glob(f"{self._file.name}*"):
            file.unlink()


def _in_order(excluded: re.Match[str]) -> str:
    return f"EXCLUDE ({', '.join(sorted(excluded[1].split(', ')))})"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value).lower()


def _cast(schema: ibis.Schema) -> str:
    """A select list that gives every column of the schema its type."""
    return ", ".join(
        f"CAST({quoted(column)} AS {DuckDBType.to_string(kind)}) AS {quoted(column)}"
        for column, kind in schema.items()
    )


def _no_rows(schema: ibis.Schema) -> str:
    return "SELECT " + ", ".join(f"NULL AS {quoted(column)}" for column in schema) + " WHERE false"
