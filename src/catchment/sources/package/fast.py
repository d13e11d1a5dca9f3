"""The short way for a big table that is in order: read once, numbered, and written by school year.

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
SELECT CAST(d AS VARCHAR) AS text, d AS day, {school_year("d")} AS label,
       CAST(dense_rank() OVER (ORDER BY label) AS SMALLINT) AS school_year
FROM (SELECT CAST(unnest(range(DATE '1990-01-01', getvariable('last_day') + 1, INTERVAL 1 DAY)) AS DATE) AS d)
"""

# Numbers for ids: every row gets small, and the key of a row is three numbers instead of two strings.
# A row that is not plainly in order gets a blank somewhere.
_NUMBERED = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT s.n AS student, l.n AS lesson, days.day, days.school_year,
       CASE WHEN r.attempts = CAST(TRY_CAST(r.attempts AS BIGINT) AS VARCHAR)
            THEN TRY_CAST(r.attempts AS BIGINT) END AS attempts
FROM ({rows}) r
LEFT JOIN days ON days.text = r."on"
LEFT JOIN known_student_id s ON s.v = r.student_id
LEFT JOIN known_lesson_id l ON l.v = r.lesson_id
"""

# A hash that is there twice is doubt enough for the careful way to look.
_IN_ORDER = """
SELECT count(*), min(attempts) >= 0
       AND count(*) = count(student) AND count(*) = count(lesson)
       AND count(*) = count(day) AND count(*) = count(attempts)
       AND count(*) = count(DISTINCT hash(student, lesson, day))
FROM numbered
"""

_ONE_YEAR = """
COPY (SELECT s.v AS student_id, l.v AS lesson_id, day AS "on", attempts FROM numbered a
      JOIN known_student_id s ON s.n = a.student JOIN known_lesson_id l ON l.n = a.lesson
      WHERE school_year = {year}) TO {file} (FORMAT parquet)
"""


def stage_clean(connection: duckdb.DuckDBPyConnection, sources: list[Source], folder: Path) -> int | None:
    """Write `activity` into `folder` as `school_year=…`; its rows, or None where the careful way must go."""
    if not _make_dimensions(connection):
        return None
    rows = " UNION ALL ".join(select_text(contract.tables()[TABLE], source) for source in sources)
    try:
        connection.execute(_NUMBERED.format(rows=rows))
        count, in_order = connection.execute(_IN_ORDER).fetchall()[0]
        if in_order:
            _write(connection, folder)
    except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException):
        # Not in order, or a disk at its end. The careful way meets the same and says it well.
        shutil.rmtree(folder, ignore_errors=True)
        in_order = False
    finally:
        connection.execute("RESET disabled_optimizers; DROP TABLE IF EXISTS numbered")
    return count if in_order else None


def _make_dimensions(connection: duckdb.DuckDBPyConnection) -> bool:
    """Number the known students and lessons; False where one of the two tables is nowhere."""
    for reference in contract.tables()[TABLE].references:
        known = known_values(connection, reference.target, reference.target_field)
        if known is None:
            return False
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {quoted('known_' + reference.field)} AS "
            f"SELECT v, CAST(row_number() OVER () AS INTEGER) AS n FROM (SELECT DISTINCT v FROM ({known}))"
        )
    connection.execute(_DAYS)
    # The planner takes a file for small and would build its hash table from millions of rows.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    return True


def _write(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    there = "SELECT DISTINCT school_year FROM numbered"
    years = f"SELECT DISTINCT school_year, label FROM days WHERE school_year IN ({there}) ORDER BY 1"
    for year, label in connection.execute(years).fetchall():
        part = folder / f"school_year={label}"
        part.mkdir(parents=True)
        connection.execute(_ONE_YEAR.format(year=year, file=text(part / "part.parquet")))
