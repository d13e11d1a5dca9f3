"""DuckDB with a schema per school year: there a name means the rows of the year.

One statement serves all years. The search path puts the year's schema before `main`, so that a table which
the year knows is read by its rows of the year, and any other as a whole.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import ibis

from catchment.engines.duckdb import TYPES, DuckDBEngine, literal, quoted
from catchment.network import contract

_FORMAT = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
"""Half the size of what DuckDB does by itself, in the same time."""


class YearlyDuckDB(DuckDBEngine):
    """What the measures by year ask of an engine (`catchment.measures.by_year`)."""

    version = f"duckdb {duckdb.__version__}"

    def contents(self, name: str, by: str | None = None) -> Mapping[str, tuple[int, str]]:
        """Rows and digest by the values of a column, or of all under a blank one; no entry without rows."""
        group = quoted(by) if by else "''"
        return {value: content for value, *content in self._contents(f"main.{quoted(name)}", group)}

    def only(self, year: str, name: str, column: str, until: bool) -> None:
        """In that year the name means the rows that have it in the column; `until`: or an earlier one."""
        wanted = f"{quoted(column)} {'<=' if until else '='} {literal(year)}"
        rows = f"SELECT * FROM main.{quoted(name)} WHERE {wanted}"
        self._connection.execute(f"CREATE OR REPLACE VIEW {self._in(year, name)} AS {rows}")

    def source_of(self, year: str, name: str, files: Sequence[Path], table: contract.Table) -> None:
        """In that year the name means the rows of these files of the source."""
        schema = ibis.schema({field.name: TYPES[field.type] for field in table.fields})
        self.view(self._in(year, name), files, schema)

    def part_of(self, year: str, name: str, file: Path | None, schema: ibis.Schema) -> None:
        """In that year the name means the rows of the file; None: no rows."""
        self.view(self._in(year, name), [file] if file else [], schema)

    def unite(self, name: str, files: Sequence[Path], schema: ibis.Schema) -> None:
        """The files as one table."""
        self.view(f"main.{quoted(name)}", files, schema)

    def write_year(self, year: str, query: str, file: Path) -> tuple[int, str]:
        """Run a query in which names mean the rows of the year, into a Parquet file; its content."""
        self._connection.execute(f"""SET search_path = {literal(f"{quoted(year)},main")}""")
        try:
            self._connection.execute(f"COPY ({query}) TO {literal(str(file))} ({_FORMAT})")
        finally:
            self._connection.execute("SET search_path = 'main'")
        found = self._contents(f"read_parquet({literal(str(file))})", "''")
        return next(((rows, digest) for _, rows, digest in found), (0, ""))

    def _in(self, year: str, name: str) -> str:
        self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(year)}")
        return f"{quoted(year)}.{quoted(name)}"

    def _contents(self, rows: str, group: str) -> list[tuple[str, int, str]]:
        # a sum of hashes does not depend on the order of rows; the blank group has none where there is no row
        columns = ", ".join(
            quoted(name) for name, *_ in self._connection.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
        )
        return self._connection.execute(
            f"SELECT {group} AS value, count(*), CAST(sum(CAST(hash({columns}) AS HUGEINT)) AS VARCHAR) "
            f"FROM {rows} GROUP BY ALL HAVING count(*) > 0 AND value IS NOT NULL"
        ).fetchall()
