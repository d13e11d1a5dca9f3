"""The short way for a big table that is in order: straight from its files into Parquet by school year.

It never decides that a row is bad. Whatever is not plainly in order sends the whole table the careful way,
which reads it again and says which rows and why.
"""

import shutil
from pathlib import Path

import duckdb

from catchment.network import contract
from catchment.sources.package.load import Source, select_text
from catchment.sources.package.views import known_values
from catchment.warehouse.sql import quoted, school_year, text

TABLE = "activity"

_DAYS = f"""
CREATE OR REPLACE TEMP TABLE days AS
SELECT CAST(d AS VARCHAR) AS text, d AS day, {school_year("d")} AS school_year
FROM (SELECT CAST(unnest(range(DATE '1990-01-01', DATE '2060-01-01', INTERVAL 1 DAY)) AS DATE) AS d)
"""


def stage_clean(connection: duckdb.DuckDBPyConnection, sources: list[Source], folder: Path) -> int | None:
    """Write `activity` into `folder` as `school_year=…`; its rows, or None where the careful way must go."""
    table = contract.tables()[TABLE]
    known = {
        each.field: known_values(connection, each.target, each.target_field) for each in table.references
    }
    if any(query is None for query in known.values()):
        return None
    _make_dimensions(connection, known)
    try:
        rows = connection.execute(_copy(table, sources, folder)).fetchall()[0][0]
        clean = rows > 0 and _blanks(connection, folder) == 0 and _repeats(connection, table, folder) == 0
    except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException):
        clean = False  # not in order, or a disk at its end: the careful way says which
    finally:
        connection.execute("RESET disabled_optimizers")
    if not clean:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    connection.execute(f"CREATE VIEW good.{TABLE} AS SELECT * FROM read_parquet({text(_files(folder))})")
    return rows


def _make_dimensions(connection: duckdb.DuckDBPyConnection, known: dict[str, str | None]) -> None:
    connection.execute(_DAYS)
    for column, query in known.items():
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {quoted('known_' + column)} AS SELECT DISTINCT v FROM ({query})"
        )
    # The planner takes a file for small and would build its hash table from millions of rows.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")


def _copy(table: contract.Table, sources: list[Source], folder: Path) -> str:
    """Whatever is wrong with a row turns its attempts into a blank, which the contract does not allow."""
    rows = " UNION ALL ".join(select_text(table, source) for source in sources)
    joins = " ".join(
        f"LEFT JOIN {quoted('known_' + each.field)} {quoted('k_' + each.field)} "
        f"ON {quoted('k_' + each.field)}.v = r.{quoted(each.field)}"
        for each in table.references
    )
    references = " AND ".join(f"{quoted('k_' + each.field)}.v IS NOT NULL" for each in table.references)
    number = "TRY_CAST(r.attempts AS BIGINT)"
    good = (
        f"days.day IS NOT NULL AND {references} AND {number} >= 0 AND CAST({number} AS VARCHAR) = r.attempts"
    )
    return (
        f"COPY (SELECT r.student_id, r.lesson_id, days.day AS {quoted('on')}, "
        f"CASE WHEN {good} THEN {number} END AS attempts, days.school_year "
        f"FROM ({rows}) r LEFT JOIN days ON days.text = r.{quoted('on')} {joins}) "
        f"TO {text(folder)} (FORMAT parquet, PARTITION_BY (school_year))"
    )


def _files(folder: Path) -> str:
    return f"{folder}/*/*.parquet"


def _blanks(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Blank attempts, by the statistics in the files alone."""
    query = (
        f"SELECT coalesce(sum(coalesce(stats_null_count, num_values)), 0) "
        f"FROM parquet_metadata({text(_files(folder))}) WHERE path_in_schema = 'attempts'"
    )
    return connection.execute(query).fetchall()[0][0]


def _repeats(connection: duckdb.DuckDBPyConnection, table: contract.Table, folder: Path) -> int:
    """Rows whose key another row may have: a hash that is there twice is enough of a doubt."""
    key = ", ".join(quoted(name) for name in table.primary_key)
    query = f"SELECT count(*) - count(DISTINCT hash({key})) FROM read_parquet({text(_files(folder))})"
    return connection.execute(query).fetchall()[0][0]
