"""The region as a whole: key figures with their base, and the rows behind the two charts."""

from dataclasses import dataclass
from typing import Any

from catchment.portal import years
from catchment.release.reader import Reader
from catchment.words import activity, estimates, withheld
from catchment.words.said import Said

DISTRICTS = 12
"""Districts on the page, those with most students."""

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
SELECT school_year, students, groups_left_out, students_estimated, students_margin FROM regions
WHERE geo_id = ? AND course_id = 'all' ORDER BY school_year
"""
_COURSES = """
SELECT courses.name AS course, school_year, students, groups_left_out
FROM regions JOIN courses USING (course_id)
WHERE geo_id = ? AND courses.kind = 'course' AND school_year IN (?, ?)
ORDER BY course, school_year
"""
# Estimates of a district cover the courses in which at least three of its schools are active.
_DISTRICTS = f"""
WITH active AS (
    SELECT district_id, count(*) AS schools FROM schools JOIN school_directory ON school_id = geo_id
    WHERE school_year = ? AND course_id = 'all' AND {ACTIVE} GROUP BY district_id
), courses_of AS (
    SELECT geo_id, count(*) AS courses, count(students_estimated) AS estimated
    FROM districts JOIN courses USING (course_id) WHERE school_year = ? AND kind = 'course' GROUP BY geo_id
), female AS (
    SELECT geo_id, share, share_margin FROM composition
    WHERE level = 'district' AND school_year = ? AND course_id = 'all'
        AND family = 'gender' AND category = 'female'
)
SELECT geo_id AS district_id, coalesce(name, geo_id) AS name, active.schools, status, students,
    groups_left_out, students_estimated, students_margin, courses, estimated, share, share_margin
FROM districts JOIN active ON active.district_id = geo_id
LEFT JOIN district_directory ON district_directory.district_id = geo_id
LEFT JOIN courses_of USING (geo_id) LEFT JOIN female USING (geo_id)
WHERE school_year = ? AND course_id = 'all'
ORDER BY students DESC, name, geo_id LIMIT ?
"""


@dataclass(frozen=True)
class Region:
    """What the overview shows of one region in the running school year."""

    school_year: str
    last_year: str
    not_yet: Said | None
    schools: dict[str, Any]
    students: Said
    everybody: Said
    by_year: list[dict[str, Any]]
    by_course: list[dict[str, Any]]
    districts: list[dict[str, Any]]


def overview(reader: Reader, partner_id: str) -> Region:
    """Read the region's published figures."""
    label = years.running(reader)
    by_year = reader.query(_STUDENTS, [partner_id])
    now = next((row for row in by_year if row["school_year"] == label), {})
    last = max((row["school_year"] for row in by_year if row["school_year"] < label), default="")
    not_yet = years.not_yet(reader)
    return Region(
        school_year=label,
        last_year=last,
        not_yet=not_yet,
        schools=reader.query(_SCHOOLS, [label])[0],
        students=withheld.total(now.get("students"), now.get("groups_left_out")),
        everybody=not_yet or estimates.of_all(now),
        by_year=by_year,
        by_course=reader.query(_COURSES, [partner_id, label, last]),
        districts=[_district(row) for row in reader.query(_DISTRICTS, [*[label] * 4, DISTRICTS])],
    )


def _district(row: dict[str, Any]) -> dict[str, Any]:
    """A district in words; `female` is None where it has no estimate at all."""
    covered = (row["estimated"], row["courses"])
    drawn = row["students_estimated"] is not None
    return {
        **row,
        "status": activity.label(row["status"]),
        "students": withheld.total(row["students"], row["groups_left_out"]),
        "everybody": estimates.students(row["students_estimated"], row["students_margin"], covered),
        "female": estimates.share(row["share"], row["share_margin"]) if drawn else None,
    }
