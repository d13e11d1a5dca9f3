"""The region as a whole: key figures with their base, and the rows behind the two charts."""

from dataclasses import dataclass
from typing import Any

from catchment.portal import years
from catchment.release.reader import Reader

# A school is active where something of it is shown or flagged.
ACTIVE = "(coalesce(students, 0) > 0 OR groups_left_out > 0 OR students_code = 'small')"

_SCHOOLS = f"""
WITH active AS (
    SELECT DISTINCT geo_id FROM schools WHERE school_year = ? AND course_id = 'all' AND {ACTIVE}
)
SELECT count(*) AS schools,
    count(active.geo_id) AS active,
    count(DISTINCT district_id) AS districts,
    count(DISTINCT district_id) FILTER (active.geo_id IS NOT NULL) AS active_districts,
    count(high_needs) FILTER (active.geo_id IS NOT NULL) AS needs_known,
    count(*) FILTER (active.geo_id IS NOT NULL AND high_needs) AS high_needs,
    count(rural) FILTER (active.geo_id IS NOT NULL) AS locale_known,
    count(*) FILTER (active.geo_id IS NOT NULL AND rural) AS rural
FROM school_directory LEFT JOIN active ON active.geo_id = school_id
WHERE in_region
"""
_STUDENTS = """
SELECT school_year, students, groups_left_out FROM regions
WHERE geo_id = ? AND course_id = 'all' ORDER BY school_year
"""
_COURSES = """
SELECT courses.name AS course, school_year, students, groups_left_out
FROM regions JOIN courses USING (course_id)
WHERE geo_id = ? AND courses.kind = 'course' AND school_year IN (?, ?)
ORDER BY course, school_year
"""
_DISTRICTS = f"""
SELECT district_id, district_name AS name, count(*) AS schools, sum(students)::BIGINT AS students,
    sum(groups_left_out)::BIGINT AS groups_left_out
FROM schools JOIN school_directory ON school_id = geo_id
WHERE school_year = ? AND course_id = 'all' AND {ACTIVE} AND district_id IS NOT NULL
GROUP BY district_id, district_name ORDER BY students DESC NULLS LAST, name LIMIT ?
"""


@dataclass(frozen=True)
class Region:
    """What the overview shows of one region in the running school year."""

    school_year: str
    last_year: str
    schools: dict[str, Any]
    students: int
    groups_left_out: int
    by_year: list[dict[str, Any]]
    by_course: list[dict[str, Any]]
    districts: list[dict[str, Any]]


def overview(reader: Reader, partner_id: str) -> Region:
    """Read the region's published figures."""
    label = years.running(reader)
    by_year = reader.query(_STUDENTS, [partner_id])
    now = next((row for row in by_year if row["school_year"] == label), {})
    last = max((row["school_year"] for row in by_year if row["school_year"] < label), default="")
    return Region(
        school_year=label,
        last_year=last,
        schools=reader.query(_SCHOOLS, [label])[0],
        students=now.get("students") or 0,
        groups_left_out=now.get("groups_left_out") or 0,
        by_year=by_year,
        by_course=reader.query(_COURSES, [partner_id, label, last]),
        districts=reader.query(_DISTRICTS, [label, 12]),
    )
