"""The schools of a region with their public facts and what is published of them."""

from functools import lru_cache
from typing import Any

from catchment.portal import paging, years
from catchment.portal.dashboard.region import ACTIVE
from catchment.portal.recruit import said
from catchment.portal.recruit.filters import SchoolFilters
from catchment.portal.recruit.said import Row
from catchment.release.reader import Reader
from catchment.words import activity, codes

_ACTIVE_AT_ALL = "(students > 0 OR groups_left_out > 0)"
"""Of a row over all courses."""
_LIST = f"""
SELECT school_directory.* EXCLUDE (status), here.*, whole.*, ? AS school_year,
    coalesce({ACTIVE}, false) AS active
FROM school_directory
LEFT JOIN (
    SELECT geo_id, students, students_code, coalesce(groups_left_out, 0) AS groups_left_out
    FROM schools WHERE school_year = ? AND course_id = ?
) AS here ON here.geo_id = school_id
LEFT JOIN (
    SELECT geo_id AS whole_id, gender_base, female, female_code, status AS activity,
        {_ACTIVE_AT_ALL} AS active_at_all
    FROM schools WHERE school_year = ? AND course_id = 'all'
) AS whole ON whole_id = school_id
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
_BY_COURSE = f"""
SELECT state, school_year, schools.course_id, coalesce(courses.name, 'all') AS course, students,
    students_code, groups_left_out, gender_base, female, female_code, {_ACTIVE_AT_ALL} AS active_at_all
FROM schools LEFT JOIN courses USING (course_id)
JOIN (SELECT DISTINCT school_id, state FROM school_directory) ON school_id = geo_id
WHERE geo_id = ? ORDER BY school_year DESC, schools.course_id = 'all', course
"""


@lru_cache(maxsize=64)
def choices(reader: Reader) -> dict[str, list[Any]]:
    """The courses taught in the region and its districts."""
    return {"courses": reader.query(_COURSES), "districts": reader.query(_DISTRICTS)}


def page(reader: Reader, filters: SchoolFilters, number: int) -> paging.Page:
    """One page of the list, what is published already in words."""
    rows = _listed(reader, filters, "LIMIT ? OFFSET ?", [paging.SIZE, (number - 1) * paging.SIZE])
    return paging.page(rows, number)


def everything(reader: Reader, filters: SchoolFilters) -> list[Row]:
    """The whole list, as on its pages."""
    return _listed(reader, filters, "", [])


def _listed(reader: Reader, filters: SchoolFilters, part: str, part_params: list[Any]) -> list[Row]:
    condition, params = filters.where()
    sql = f"SELECT *, {paging.TOTAL} FROM ({_LIST}) WHERE {condition} ORDER BY {filters.order()} {part}"
    label = years.running(reader)
    rows = reader.query(sql, [label, label, filters.course, label, *params, *part_params])
    return [_shown(reader, row) for row in rows]


def school(reader: Reader, school_id: str) -> Row | None:
    """One school's facts, None if the region has no such school."""
    label = years.running(reader)
    sql = f"SELECT * FROM ({_LIST}) WHERE school_id = ?"
    rows = reader.query(sql, [label, label, "all", label, school_id])
    return _shown(reader, rows[0]) if rows else None


def by_course(reader: Reader, school_id: str) -> list[Row]:
    """What is published of a school, by year and course; where there are several, their sum comes last."""
    rows = reader.query(_BY_COURSE, [school_id])
    years_of_rows = [row["school_year"] for row in rows]
    return [
        {**row, "students_said": said.students(reader, row)}
        for row in rows
        if row["course_id"] != "all" or years_of_rows.count(row["school_year"]) > 2
    ]


def by_year(reader: Reader, school_id: str) -> list[Row]:
    """The gender breakdown of each school year in which something of the school is active."""
    rows = [row for row in reader.query(_BY_COURSE, [school_id]) if row["course_id"] == "all"]
    return [
        {**row, "female_said": said.female(reader, row, years.census(reader, row["school_year"]))}
        for row in rows
        if row["active_at_all"]
    ]


def thresholds(reader: Reader) -> dict[str, int]:
    """The threshold of each state in which the region has schools."""
    return {row["state"]: said.threshold(reader, row["state"]) for row in reader.query(_STATES)}


def _shown(reader: Reader, row: Row) -> Row:
    return {
        **row,
        "students_said": said.students(reader, row),
        "female_said": said.female(reader, row),
        "activity_words": activity.label(row["activity"]),
        "city": codes.place(row["city"]),
        "bands": codes.bands(row),
        "grades": codes.grades(row["grade_low"], row["grade_high"]),
        "locale_words": codes.locale(row["locale"]),
    }
