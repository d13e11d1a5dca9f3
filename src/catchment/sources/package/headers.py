"""The columns that a file brings, and whether they are the contract's."""

from dataclasses import dataclass

import duckdb

from catchment.network import contract
from catchment.network.errors import BadInput
from catchment.sources.package.parts import Part
from catchment.sources.package.personal import looks_personal
from catchment.sources.package.text import records
from catchment.warehouse.sql import parquet

_OTHER_DELIMITERS = {";": "semicolon", "\t": "tab", "|": "bar"}
_INTEGERS = {f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG")} | {
    "INTEGER",
    "UINTEGER",
}
_PARQUET_TYPES = {
    "string": {"VARCHAR"},
    "integer": _INTEGERS,
    "number": _INTEGERS | {"FLOAT", "DOUBLE"},
    "boolean": {"BOOLEAN"},
    "date": {"DATE"},
}


@dataclass(frozen=True)
class Header:
    """The columns of a file in its own order, and those the contract does not know."""

    columns: tuple[str, ...]
    unknown: tuple[str, ...]


def read_header(connection: duckdb.DuckDBPyConnection, table: contract.Table, part: Part) -> Header:
    """The file's columns. BadInput where they cannot be this table's, or look personal."""
    if part.kind == "parquet":
        types = _parquet_types(connection, part)
        columns = tuple(types)
    else:
        columns = _csv_columns(table, part)
    # First of all: a line without the required names may be a row of data, which no sentence repeats.
    _require_columns(table, part, columns)
    _refuse_repeats(part, columns)
    unknown = tuple(name for name in columns if name not in table.columns)
    _refuse_personal(table, part, unknown)
    if part.kind == "parquet":
        _require_types(table, part, types)
    return Header(columns, unknown)


def _csv_columns(table: contract.Table, part: Part) -> tuple[str, ...]:
    expected = f"expected a header line like {','.join(table.columns[:4])}"
    with part.path.open("rb") as file:
        start = file.read(2)
    if start in (b"\xff\xfe", b"\xfe\xff"):
        raise BadInput(f"{part.name}: saved as UTF-16; expected UTF-8")
    header = next(records(part), None)
    if header is None:
        raise BadInput(f"{part.name}: the file is empty; {expected}")
    if header.fault or any("\0" in name or "\r" in name for name in header.values):
        raise BadInput(
            f"{part.name}: the first line cannot be read; {expected}, and lines that end in \\n or \\r\\n"
        )
    _refuse_delimiter(part, header.values)
    if "" in header.values:
        raise BadInput(f"{part.name}, header: column {header.values.index('') + 1} has no name; {expected}")
    return tuple(header.values)


def _refuse_delimiter(part: Part, names: list[str]) -> None:
    for mark, word in _OTHER_DELIMITERS.items():
        if len(names) == 1 and mark in names[0]:
            raise BadInput(f"{part.name}: looks {word}-separated; expected commas between the columns")


def _refuse_repeats(part: Part, names: tuple[str, ...]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadInput(f"{part.name}, header: the column {twice} is there twice; expected it once")


def _parquet_types(connection: duckdb.DuckDBPyConnection, part: Part) -> dict[str, str]:
    try:
        rows = connection.execute(f"DESCRIBE SELECT * FROM {parquet([part.path])}").fetchall()
    except duckdb.Error as error:
        raise BadInput(
            f"{part.name}: not a Parquet file, or one that is cut off; expected a whole file"
        ) from error
    return {row[0]: row[1] for row in rows}


def _refuse_personal(table: contract.Table, part: Part, unknown: tuple[str, ...]) -> None:
    for name in unknown:
        if looks_personal(table.name, name):
            raise BadInput(
                f"{part.name}: the column {name} looks like personal data that Catchment must never hold; "
                "expected a file without it"
            )


def _require_columns(table: contract.Table, part: Part, columns: tuple[str, ...]) -> None:
    """Says which name was probably meant, and nothing else of the line."""
    for field in table.fields:
        if field.required and field.name not in columns:
            alike = [name for name in columns if name.strip().lower() == field.name]
            hint = f", only {alike[0]!r}" if alike else ""
            raise BadInput(
                f"{part.name}, header: there is no column {field.name}{hint}; "
                f"expected {', '.join(each.name for each in table.fields if each.required)}"
            )


def _require_types(table: contract.Table, part: Part, types: dict[str, str]) -> None:
    for field in table.fields:
        given = types.get(field.name, "NULL").strip('"')  # NULL: a column of blanks only
        decimal = field.type == "number" and given.startswith("DECIMAL")
        if given not in _PARQUET_TYPES[field.type] | {"NULL"} and not decimal:
            raise BadInput(
                f"{part.name}, column {field.name}: has the Parquet type {given}; expected {field.type}"
            )
