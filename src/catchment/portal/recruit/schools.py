"""The schools of a region with their public facts and what is published of them."""

from functools import lru_cache
from typing import Any

from catchment.portal import paging, years
from catchment.portal.dashboard.region import ACTIVE
from catchment.portal.recruit.filters import SchoolFilters
from catchment.release.reader import Reader
from catchment.words import codes, withheld

_LIST = f"""
SELECT school_directory.*, students, students_code, coalesce(groups_left_out, 0) AS groups_left_out,
    coalesce({ACTIVE}, false) AS active
FROM school_directory
LEFT JOIN schools ON geo_id = school_id AND school_year = ? AND course_id = ?
"""
_COURSES = """
SELECT course_id, name FROM courses
WHERE course_id IN (SELECT course_id FROM schools) ORDER BY name
"""
_DISTRICTS = """
SELECT DISTINCT district_id, district_name AS name FROM school_directory
WHERE district_id IS NOT NULL ORDER BY name
"""
_STATES = "SELECT DISTINCT state FROM school_directory WHERE in_region ORDER BY state"
_BY_COURSE = """
SELECT school_year, schools.course_id, coalesce(courses.name, 'all') AS course, students, students_code,
    groups_left_out
FROM schools LEFT JOIN courses USING (course_id)
WHERE geo_id = ? ORDER BY school_year DESC, schools.course_id = 'all', course
"""


@lru_cache(maxsize=64)
def choices(reader: Reader) -> dict[str, list[Any]]:
    """The courses taught in the region and its districts."""
    return {"courses": reader.query(_COURSES), "districts": reader.query(_DISTRICTS)}


def page(reader: Reader, filters: SchoolFilters, number: int) -> paging.Page:
    """One page of the list, students already in words."""
    condition, params = filters.where()
    sql = (
        f"SELECT *, {paging.TOTAL} FROM ({_LIST}) WHERE {condition} "
        f"ORDER BY {filters.order()} LIMIT ? OFFSET ?"
    )
    first = [years.running(reader), filters.course]
    rows = reader.query(sql, [*first, *params, paging.SIZE, (number - 1) * paging.SIZE])
    return paging.page([_shown(row, threshold(reader, row["state"])) for row in rows], number)


def school(reader: Reader, school_id: str) -> dict[str, Any] | None:
    """One school's facts, None if the region has no such school."""
    rows = reader.query(
        f"SELECT * FROM ({_LIST}) WHERE school_id = ?", [years.running(reader), "all", school_id]
    )
    return _shown(rows[0], threshold(reader, rows[0]["state"])) if rows else None


def by_course(reader: Reader, school_id: str, n: int) -> list[dict[str, Any]]:
    """What is published of a school, by year and course; where there are several, their sum comes last.

    `n` is the threshold of the school's state.
    """
    rows = [_said(row, n) for row in reader.query(_BY_COURSE, [school_id])]
    years_of_rows = [row["school_year"] for row in rows]
    return [row for row in rows if row["course_id"] != "all" or years_of_rows.count(row["school_year"]) != 2]


def threshold(reader: Reader, state: str | None) -> int:
    """Below how many students a group is withheld at the schools of a state."""
    policy = reader.manifest["policy"]
    return int(policy["per_state"].get(state, policy["n"]))


def thresholds(reader: Reader) -> dict[str, int]:
    """The threshold of each state in which the region has schools."""
    return {row["state"]: threshold(reader, row["state"]) for row in reader.query(_STATES)}


def _shown(row: dict[str, Any], n: int) -> dict[str, Any]:
    return {
        **_said(row, n),
        "city": codes.place(row["city"]),
        "bands": codes.bands(row),
        "grades": codes.grades(row["grade_low"], row["grade_high"]),
        "locale_words": codes.locale(row["locale"]),
    }


def _said(row: dict[str, Any], n: int) -> dict[str, Any]:
    left_out = row["groups_left_out"] or 0
    return {
        **row,
        "students_words": withheld.students(row["students"], row["students_code"], left_out, n),
        "beside": withheld.beside(row["students"], left_out),
    }
