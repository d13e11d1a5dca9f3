"""Plain tables of one district of the demo: what programs often hand out, with small cells hidden.

They are there to be broken. A district is taken in which subtraction finds a few girls at a school.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from catchment.network import clocks
from catchment.portal.tryout.plain import COLUMNS, DISTRICT, FILE, Cell, Plain, as_json
from catchment.portal.tryout.subtraction import found
from catchment.warehouse.store import Warehouse

LEAST = 10
"""Smaller numbers are hidden."""
FEWEST_SCHOOLS, MOST_SCHOOLS = 3, 8
"""Enough for a table, and few enough to take in at a glance."""
WANTED = 4
"""The story reads best with as many girls as this."""
ENOUGH_TO_BREAK_DOWN = 21
"""Students of known gender from whom on a release has more to say than "too few"."""

# The students of each school as a release counts them: one course a year, the class joined last.
_COUNTED = """
WITH worked AS (
    SELECT student_id, course_id, count(DISTINCT "on") AS days, min("on") AS first_on
    FROM activity JOIN lessons USING (lesson_id) JOIN units USING (unit_id) JOIN courses USING (course_id)
    WHERE attempts > 0 AND "on" BETWEEN $first AND $until AND kind = 'course' GROUP BY ALL
), main_course AS (
    SELECT * FROM worked QUALIFY row_number() OVER (
        PARTITION BY student_id ORDER BY days DESC, first_on DESC, course_id DESC) = 1
), taught_by AS (
    SELECT student_id, person_id
    FROM main_course JOIN section_students USING (student_id) JOIN sections USING (section_id)
        JOIN teachers USING (teacher_id)
    WHERE coalesce(sections.course_id, main_course.course_id) = main_course.course_id
        AND joined_on <= $until AND (removed_on IS NULL OR first_on <= removed_on)
        AND (deleted_on IS NULL OR deleted_on >= $first)
    QUALIFY row_number() OVER (PARTITION BY student_id ORDER BY joined_on DESC, section_id DESC) = 1
), teaches_at AS (
    SELECT person_id, school_id FROM teacher_schools JOIN teachers USING (teacher_id)
    WHERE starts_on <= $until AND (ends_on IS NULL OR ends_on >= $first)
    QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY starts_on DESC, school_id DESC) = 1
)
SELECT schools.district_id, coalesce(districts.name, schools.district_id) AS district, school_id,
    schools.name, count(*) FILTER (gender = 'female') AS female,
    count(*) FILTER (gender = 'male') AS male, count(*) AS students
FROM taught_by JOIN teaches_at USING (person_id) JOIN students USING (student_id)
    JOIN schools USING (school_id) LEFT JOIN districts ON districts.district_id = schools.district_id
WHERE schools.district_id IS NOT NULL GROUP BY ALL ORDER BY schools.district_id, schools.name, school_id
"""
Counted = dict[str, Any]


def write(network_dir: Path, as_of: date) -> bool:
    """Write `try.json` into the network's folder; False where no district of the demo will do."""
    with duckdb.connect() as connection:
        Warehouse(network_dir).connect_views(connection)
        tables = choose(connection, as_of)
    if tables is not None:
        (network_dir / FILE).write_text(as_json(tables), "utf-8")
    return tables is not None


def choose(connection: duckdb.DuckDBPyConnection, as_of: date) -> Plain | None:
    """The tables of the district that tells the story best; `connection` has a view per contract table."""
    year = clocks.school_year(as_of)
    candidates = _candidates(counted(connection, clocks.first_day(year), as_of), year)
    best = min(candidates, key=lambda candidate: candidate[0], default=None)
    return best[1] if best else None


def counted(connection: duckdb.DuckDBPyConnection, first: date, until: date) -> dict[str, list[Counted]]:
    """The schools of each district with their students by gender from the first day to the last."""
    found = connection.execute(_COUNTED, {"first": first, "until": until})
    names = [column[0] for column in found.description]
    districts: dict[str, list[Counted]] = defaultdict(list)
    for row in found.fetchall():
        school = dict(zip(names, row, strict=True))
        school["other"] = school["students"] - school["female"] - school["male"]
        districts[school["district_id"]].append(school)
    return districts


def _candidates(districts: dict[str, list[Counted]], year: str) -> Iterator[tuple[tuple[Any, ...], Plain]]:
    """Districts in which subtraction finds a school's girls, each with how well it tells the story."""
    for district_id, schools in districts.items():
        if not FEWEST_SCHOOLS <= len(schools) <= MOST_SCHOOLS:
            continue
        tables = _tables(schools, year)
        for school in schools:
            if Cell(school["school_id"], "female") in found(tables):
                few = school["female"] + school["male"] < ENOUGH_TO_BREAK_DOWN
                yield (few, abs(school["female"] - WANTED), district_id), tables


def _tables(schools: list[Counted], year: str) -> Plain:
    """What is handed out: small numbers hidden, totals as they are."""
    totals = {column: sum(school[column] for school in schools) for column in COLUMNS}
    return Plain(
        school_year=year,
        district_id=schools[0]["district_id"],
        district=schools[0]["district"],
        least=LEAST,
        schools={school["school_id"]: school["name"] for school in schools},
        numbers={
            **{school["school_id"]: _hidden({name: school[name] for name in COLUMNS}) for school in schools},
            DISTRICT: totals,
        },
    )


def _hidden(numbers: dict[str, int]) -> dict[str, int | None]:
    """A school's numbers with the small ones hidden; nothing at all is no secret in such tables."""
    return {name: None if 0 < number < LEAST else number for name, number in numbers.items()}
