"""From rows that passed the checks to facts: what one source says of one school or district in one year."""

import duckdb

from catchment.network.contract import Table
from catchment.sources.nces.kinds import Kind, Subject
from catchment.sources.nces.sheet import Sheet
from catchment.sources.nces.tables import FACTS, STARRED, said
from catchment.warehouse.sql import TYPES, quoted, text

_FROM_TEXT = ("name", "district_name", "state_school_id", "phone")
_ADDRESS = {"address": "g.address", "city": "g.city", "zip": "t.zip"}


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty tables for the facts of this import; `file` numbers the file that a fact is from."""
    for table in FACTS.values():
        columns = ", ".join(f"{quoted(field.name)} {TYPES[field.type]}" for field in table.fields)
        connection.execute(f"CREATE TABLE {table.name} (file BIGINT, {columns})")


def add_facts(connection: duckdb.DuckDBPyConnection, sheet: Sheet, file: int) -> None:
    """Add what `given` and `typed` say of rows that are not among the `problems`."""
    table = FACTS[sheet.kind.subject]
    starred = {"county_fips" if name == "county_name" else name for name in sheet.starred} & set(said(table))
    others = set(said(table)) - starred
    _add(connection, table, sheet.kind, file, sheet.kind.id, "school_year", others)
    if starred:
        _add(connection, table, sheet.kind, file, sheet.kind.id + STARRED, "starred_year", starred)


def _add(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    kind: Kind,
    file: int,
    source: str,
    year: str,
    columns: set[str],
) -> None:
    chosen = sorted(columns)
    meanings = ", ".join(_meaning(name, kind.subject) for name in chosen)
    connection.execute(
        f"INSERT INTO {table.name} (file, {table.primary_key[0]}, source, school_year, {', '.join(chosen)}) "
        f"SELECT {file}, t.id, {text(source)}, t.{year}, {meanings} "
        "FROM given g JOIN typed t USING (row) ANTI JOIN problems USING (row)"
    )


def _meaning(name: str, subject: Subject) -> str:
    if name in _FROM_TEXT:
        return f"g.{name}"
    if name in _ADDRESS:
        # An office in another state is not where the school is: its ZIP would put it in a foreign region.
        return f"CASE WHEN NOT t.elsewhere THEN {_ADDRESS[name]} END"
    if name == "district_id" and subject == "school":
        return "coalesce(t.agency, left(t.id, 7))"  # NCES builds a school's id on its agency's
    return f"t.{name}"


def latest_only(connection: duckdb.DuckDBPyConnection) -> int:
    """Where two files of one import state the same fact keep the later file's; how many gave way."""
    before = _rows(connection)
    for table in FACTS.values():
        key = ", ".join(table.primary_key)
        connection.execute(
            f"CREATE OR REPLACE TABLE {table.name} AS SELECT * EXCLUDE (file) FROM {table.name} "
            f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY file DESC) = 1"
        )
    return before - _rows(connection)


def _rows(connection: duckdb.DuckDBPyConnection) -> int:
    counts = " + ".join(f"(SELECT count(*) FROM {table.name})" for table in FACTS.values())
    return connection.execute(f"SELECT {counts}").fetchall()[0][0]
