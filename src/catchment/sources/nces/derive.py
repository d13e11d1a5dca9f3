"""From facts to the contract tables: of each column the newest fact, older ones where it is missing.

A package's row is never blanked: what no fact says, such as enrolment by race, stays as the package gave it.
"""

from pathlib import Path

import duckdb

from catchment.network import contract
from catchment.network.contract import Table
from catchment.sources.nces.tables import DISTRICT_FACTS, FACTS, SCHOOL_FACTS, SOURCES, UNDATED, said
from catchment.warehouse.sql import parquet, quoted, text, typed_columns
from catchment.warehouse.store import Warehouse

_BELIEF = "MAP {" + ", ".join(f"{text(source)}: {rank}" for rank, source in enumerate(SOURCES)) + "}"
_RANK = f"school_year || '/' || {_BELIEF}[source]"

_SCHOOL_DEFAULTS = {
    "school_type": "CASE WHEN best.charter THEN 'charter' WHEN NOT best.charter THEN 'public' "
    "ELSE coalesce(old.school_type, 'public') END",
    "status": "coalesce(best.status, old.status, 'open')",
}


def derive(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    """Create `new_schools`, `new_districts` and `new_school_enrollment`: the rows that this import touches.

    The connection holds this import's facts, one table for each of `FACTS`.
    """
    for table in FACTS.values():
        _all_facts(connection, warehouse, table)
    for name, facts, defaults in (
        ("schools", SCHOOL_FACTS, _SCHOOL_DEFAULTS),
        ("districts", DISTRICT_FACTS, {}),
    ):
        target = contract.tables()[name]
        _old(connection, warehouse, target)
        connection.execute(_newest(target, facts, defaults))
    _old(connection, warehouse, contract.tables()["school_enrollment"])
    connection.execute(_enrollment())


def nameless(connection: duckdb.DuckDBPyConnection, facts: Table) -> int:
    """How many of the touched schools or districts no file and no package names, so that no row is made."""
    target = "new_schools" if facts is SCHOOL_FACTS else "new_districts"
    key = facts.primary_key[0]
    counted = f"SELECT count(DISTINCT {key}) FROM {facts.name} ANTI JOIN {target} USING ({key})"
    return connection.execute(counted).fetchall()[0][0]


def _all_facts(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse, table: Table) -> None:
    """`all_…`: this import's facts, and those landed before on the same schools."""
    key, whole_key = table.primary_key[0], ", ".join(table.primary_key)
    rows = f"SELECT {typed_columns(table)} FROM {table.name}"
    if files := warehouse.files(table.name):
        rows += (
            f" UNION ALL SELECT {typed_columns(table)} FROM {parquet(files)} "
            f"SEMI JOIN {table.name} USING ({key}) ANTI JOIN {table.name} USING ({whole_key})"
        )
    connection.execute(f"CREATE TABLE all_{table.name} AS SELECT *, {_RANK} AS rank FROM ({rows})")


def _old(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse, table: Table) -> None:
    files: list[Path] = warehouse.files(table.name)
    source = parquet(files) if files else "(" + _empty(table) + ")"
    connection.execute(f"CREATE VIEW old_{table.name} AS SELECT {typed_columns(table)} FROM {source}")


def _empty(table: Table) -> str:
    return "SELECT " + ", ".join(f"NULL AS {quoted(name)}" for name in table.columns) + " LIMIT 0"


def _best(columns: tuple[str, ...]) -> str:
    return ", ".join(
        f"arg_max({quoted(name)}, rank) FILTER ({quoted(name)} IS NOT NULL) AS {quoted(name)}"
        for name in columns
    )


def _newest(target: Table, facts: Table, defaults: dict[str, str]) -> str:
    key = target.primary_key[0]
    known = set(facts.columns)
    columns = ", ".join(
        f"{defaults.get(name) or _filled(name, name in known)} AS {quoted(name)}"
        for name in target.columns
        if name != key
    )
    return f"""
    CREATE TABLE new_{target.name} AS
    WITH best AS (SELECT {key}, {_best(said(facts))} FROM all_{facts.name} GROUP BY {key})
    SELECT best.{key}, {columns}
    FROM best LEFT JOIN old_{target.name} old USING ({key})
    WHERE coalesce(best.name, old.name) IS NOT NULL AND coalesce(best.state, old.state) IS NOT NULL"""


def _filled(name: str, known: bool) -> str:
    return f"coalesce(best.{quoted(name)}, old.{quoted(name)})" if known else f"old.{quoted(name)}"


def _enrollment() -> str:
    """A row per school and year of which a file counts students; a count without a year counts nowhere."""
    target = contract.tables()["school_enrollment"]
    known = {"students", "frl_eligible", "locale", "grade_low", "grade_high"}
    columns = ", ".join(
        f"{_filled(name, name in known)} AS {quoted(name)}"
        for name in target.columns
        if name not in target.primary_key
    )
    said_of_a_year = ("students", "free_lunch", "reduced_lunch", "locale", "grade_low", "grade_high")
    return f"""
    CREATE TABLE new_school_enrollment AS
    WITH of_year AS (
      SELECT school_id, school_year, {_best(said_of_a_year)}
      FROM all_{SCHOOL_FACTS.name} SEMI JOIN new_schools USING (school_id)
      WHERE school_year <> {text(UNDATED)} GROUP BY ALL
    ), best AS (SELECT *, free_lunch + reduced_lunch AS frl_eligible FROM of_year)
    SELECT school_id, school_year, {columns}
    FROM best LEFT JOIN old_school_enrollment old USING (school_id, school_year)
    WHERE best.students IS NOT NULL OR best.frl_eligible IS NOT NULL"""
