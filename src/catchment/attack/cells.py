"""Is every row of the schools a cell that can be there, once, on the shelf of the school's own partner?

The partners' shelves laid side by side must not say one thing twice, or two things about the same cell.
"""

from collections.abc import Mapping
from typing import Any

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence


def name(row: Mapping[str, Any]) -> str:
    """How a cell of a school is called in a veto."""
    return f"school {row['school']}, {row['year']}, {row['course']}"


def once(evidence: Evidence) -> Answer:
    """Each school, year and course has one row, of a known course and of a school that counts there."""
    found = evidence.rows(
        "SELECT geo_id AS school, school_year AS year, course_id AS course, count(*) AS times, "
        "count(courses.course_id) AS known, count(homes.school) AS at_home "
        "FROM schools LEFT JOIN courses USING (course_id) LEFT JOIN homes ON homes.school = geo_id "
        "AND homes.year = school_year AND homes.partner IS NOT DISTINCT FROM partner_id "
        "GROUP BY ALL HAVING times > 1 OR at_home = 0 OR (known = 0 AND course_id <> 'all') ORDER BY ALL"
    )
    return Answer(evidence.count("schools"), [_stray(row) for row in found])


def _stray(row: Mapping[str, Any]) -> Veto:
    if row["times"] > 1:
        why = f"It has {row['times']} rows, which say more than one can."
    elif row["at_home"] == 0:
        why = "The school does not count on this shelf in that year."
    else:
        why = "No such course is in the catalogue."
    return Veto(name(row), "whatever its second row says", (why,))


def same_facts(evidence: Evidence) -> Answer:
    """A public figure that lies on several shelves is the same on all of them."""
    found = evidence.rows(
        "SELECT school_id AS school, school_year AS year, count(*) AS times FROM "
        "(SELECT DISTINCT * FROM enrolment) GROUP BY ALL HAVING times > 1 ORDER BY ALL"
    )
    why = "Two shelves give different public enrolment, so one of them is no public figure."
    vetoes = [Veto(f"school {row['school']}, {row['year']}", "the difference", (why,)) for row in found]
    return Answer(evidence.count("enrolment"), vetoes)
