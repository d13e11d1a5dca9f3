"""A reader holds the tables of the shelves it was opened with, in memory, and can reach nothing else.

The tables are loaded once; then file access is switched off for good, so that no query, however it was
made, can open another shelf or any other file.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from catchment.release import layout
from catchment.release.reader.certificate import Worlds, worlds


class DamagedRelease(RuntimeError):
    """A file of the release is not what was written."""


class Reader:
    """An open release in one scope. Safe to share between threads."""

    def __init__(
        self, folder: Path, manifest: dict[str, Any], tables: Iterable[str], con: duckdb.DuckDBPyConnection
    ) -> None:
        self.manifest = manifest
        self.tables = tuple(sorted(tables))
        self._folder = folder
        self._con = con

    @property
    def release_id(self) -> str:
        return self.manifest["release"]

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.manifest["as_of"])

    @property
    def demo(self) -> bool:
        return self.manifest["demo"]

    @property
    def audit(self) -> dict[str, Any]:
        """How the release was attacked, `tried` by check and whether it `passed`; empty before the attack.

        Read each time: a candidate is attacked after it was first opened.
        """
        try:
            said = json.loads((self._folder / layout.AUDIT).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        # What a failed attack found is for the release desk, which has the file.
        return {key: value for key, value in said.items() if key != "vetoes"}

    def witnesses(self, school_id: str, school_year: str) -> Worlds:
        """Worlds that all make the published row of a school on this reader's shelves.

        By course, or `female`, its value in each world. Empty where nothing is withheld.
        """
        if "schools" not in self.tables:
            return {}
        if not self.query("SELECT 1 FROM schools WHERE geo_id = ? LIMIT 1", [school_id]):
            return {}
        return worlds(self._folder, school_id, school_year)

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows of a SELECT over the reader's tables, as dicts."""
        cursor = self._con.cursor()
        cursor.execute(sql, list(params))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def arrow(self, table: str) -> pa.Table:
        """One whole table. KeyError if this scope does not hold it."""
        if table not in self.tables:
            raise KeyError(table)
        return self._con.cursor().sql(f'SELECT * FROM "{table}"').to_arrow_table()


def open_reader(release: Path, shelves: Sequence[str], without: Sequence[str]) -> Reader:
    """Load the tables of `shelves` (folders below `release`) but those named in `without`."""
    files: dict[str, list[str]] = defaultdict(list)
    for shelf in shelves:
        for file in sorted((release / shelf).glob("*.parquet")):
            if file.stem not in without:
                files[file.stem].append(str(file))
    con = duckdb.connect(":memory:", config={"threads": 2})
    for table, parts in files.items():
        try:
            con.execute(f'CREATE TABLE "{table}" AS SELECT * FROM read_parquet(?)', [parts])
        except duckdb.Error as error:
            raise DamagedRelease(f"release {release.name}: the table {table} cannot be read") from error
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    manifest = json.loads((release / layout.MANIFEST).read_text("utf-8"))
    return Reader(release, manifest, files, con)
