"""Bringing a table's files into the scratch database as text, every row with its place."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import duckdb

from catchment.network import contract
from catchment.network.errors import BadInput
from catchment.sources.package.headers import Header, read_header
from catchment.sources.package.parts import Part
from catchment.sources.package.text import MAX_LINE, records
from catchment.warehouse.sql import parquet, quoted, text

_BUFFER = 32 << 20
"""Bytes that DuckDB reads at a time: large enough that few records lie across two of them."""

SCHEMA = """
CREATE SCHEMA raw;
CREATE SCHEMA good;
CREATE SCHEMA old;
CREATE TABLE parts (tbl VARCHAR, part INTEGER, file VARCHAR, first BIGINT);
CREATE TABLE ragged (tbl VARCHAR, part INTEGER, row BIGINT, reason VARCHAR, record VARCHAR);
CREATE TABLE lost (tbl VARCHAR, key VARCHAR);
CREATE TABLE faults (tbl VARCHAR, rid BIGINT, level VARCHAR, rule VARCHAR, col VARCHAR, reason VARCHAR);
"""
"""`raw.<table>`: text as given, `_part`, and `_at` (its data row where the file had to be sorted out first).
`good.<table>`: typed rows that passed. `old.<table>`: the warehouse. `faults` point to a rowid of raw.
The variable `last_day` is the last day on which anything can have happened yet."""


@dataclass(frozen=True)
class Source:
    """A file with its header, both looked at and found in order."""

    part: Part
    header: Header


def open_parts(
    connection: duckdb.DuckDBPyConnection, table: contract.Table, parts: list[Part]
) -> list[Source]:
    """The headers of a table's files. BadInput for the first that cannot be this table's."""
    return [Source(part, read_header(connection, table, part)) for part in parts]


def load(
    connection: duckdb.DuckDBPyConnection, table: contract.Table, sources: list[Source], staging: Path
) -> None:
    """Fill `raw.<table>` from its files; records that cannot be split into columns go to `ragged`."""
    columns = ", ".join(f"{quoted(name)} VARCHAR" for name in table.columns)
    connection.execute(f"CREATE TABLE raw.{quoted(table.name)} ({columns}, _part INTEGER, _at BIGINT)")
    for number, source in enumerate(sources):
        first = count(connection, table)
        _load_part(connection, table, source, number, staging)
        connection.execute(
            "INSERT INTO parts VALUES (?, ?, ?, ?)", [table.name, number, source.part.name, first]
        )


def count(connection: duckdb.DuckDBPyConnection, table: contract.Table) -> int:
    """How many rows of the table came in and could be split into columns."""
    return int(connection.execute(f"SELECT count(*) FROM raw.{quoted(table.name)}").fetchall()[0][0])


def select_text(table: contract.Table, source: Source) -> str:
    """A query for the file's rows as text in the contract's columns; blank is NULL."""
    part, header = source.part, source.header
    rows = parquet([part.path]) if part.kind == "parquet" else _read_csv(part.path, header.columns, part.kind)
    return f"SELECT {_as_text(table, source)} FROM {rows}"


def _as_text(table: contract.Table, source: Source) -> str:
    def column(name: str) -> str:
        if name not in source.header.columns:
            return "CAST(NULL AS VARCHAR)"
        given = quoted(name)
        return f"nullif(CAST({given} AS VARCHAR), '')" if source.part.kind == "parquet" else given

    return ", ".join(f"{column(name)} AS {quoted(name)}" for name in table.columns)


def _read_csv(path: Path, columns: tuple[str, ...], kind: str = "csv") -> str:
    """Nothing is guessed: every column is text, the delimiter is a comma."""
    types = ", ".join(f"{text(name)}: 'VARCHAR'" for name in columns)
    packed = "gzip" if kind == "csv.gz" else "none"
    return (
        f"read_csv({text(path)}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', "
        f"strict_mode=true, max_line_size={MAX_LINE}, buffer_size={_BUFFER}, "
        f"compression='{packed}', columns={{{types}}})"
    )


def _load_part(
    connection: duckdb.DuckDBPyConnection, table: contract.Table, source: Source, number: int, staging: Path
) -> None:
    into = f"INSERT INTO raw.{quoted(table.name)}"
    try:
        connection.execute(f"{into} SELECT *, {number}, NULL FROM ({select_text(table, source)})")
    except duckdb.Error as error:
        if source.part.kind == "parquet":
            raise BadInput(
                f"{source.part.name}: the Parquet file is damaged; expected a whole file"
            ) from error
        # Something is not in order. The careful reader finds the rows, or says it in one sentence.
        in_order = _sort_out(connection, table, source, number, staging)
        rows = _read_csv(in_order, ("_at", *source.header.columns))
        connection.execute(
            f"{into} SELECT {_as_text(table, source)}, {number}, CAST(_at AS BIGINT) FROM {rows}"
        )


def _sort_out(
    connection: duckdb.DuckDBPyConnection, table: contract.Table, source: Source, number: int, staging: Path
) -> Path:
    """Rewrite a file record by record: whole ones with their row number, the others into `ragged`."""
    whole, ragged = (
        staging / f"{table.name}-{number}-whole.csv",
        staging / f"{table.name}-{number}-ragged.csv",
    )
    expected = len(source.header.columns)
    with (
        whole.open("w", encoding="utf-8", newline="") as good,
        ragged.open("w", encoding="utf-8", newline="") as bad,
    ):
        keep, refuse = csv.writer(good, quoting=csv.QUOTE_ALL), csv.writer(bad, quoting=csv.QUOTE_ALL)
        keep.writerow(("_at", *source.header.columns))
        refuse.writerow(("row", "reason", "record"))
        for record in records(source.part):
            fault = record.fault or _width_fault(len(record.values), expected)
            if fault:
                values = json.dumps(record.values, ensure_ascii=False)
                refuse.writerow((record.row, fault, values))
            elif record.row:
                keep.writerow((record.row, *record.values))
    rows = _read_csv(ragged, ("row", "reason", "record"))
    connection.execute(
        f"INSERT INTO ragged SELECT {text(table.name)}, {number}, CAST(row AS BIGINT), reason, record "
        f"FROM {rows}"
    )
    return whole


def _width_fault(found: int, expected: int) -> str:
    return "" if found == expected else f"has {found} values, expected {expected} like the header"
