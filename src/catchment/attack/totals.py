"""Does any total hold students who are not in a shown cell? Then subtracting gives them away."""

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence

PLACES = {
    "schools": ("school", "partner"),
    "districts": ("district", "partner"),
    "areas": ("area", "partner"),
    "regions": ("coalesce(partner, '_none')", "partner"),
    "states": ("state", "NULL"),
    "nation": ("'US'", "NULL"),
}
"""Level -> where a school's cells add up to there, and for which partner."""


def totals(evidence: Evidence) -> Answer:
    """Adds the schools up itself, at every level, and compares with what the release says.

    Every place has one row over all courses in every year, and one for each course with a cell: a row more
    or less tells of somebody who is in no cell.
    """
    vetoes = [veto for level in PLACES for veto in _level(evidence, level)]
    return Answer(sum(evidence.count(level) for level in PLACES), vetoes)


def _level(evidence: Evidence, level: str) -> list[Veto]:
    place, partner = PLACES[level]
    # a school's course rows are cells; every other row is a sum
    only = "course_id = 'all'" if level == "schools" else "true"
    found = evidence.rows(f"""
        WITH placed AS (
            SELECT {place} AS geo_id, coalesce({partner}, '') AS whose, year AS school_year,
                students, 1 AS cell,
                unnest(CASE family WHEN 'course' THEN [course, 'all'] ELSE [course] END) AS course_id
            FROM cells JOIN homes USING (school, year)
            UNION ALL SELECT DISTINCT {place}, coalesce({partner}, ''), year, NULL, 0, 'all' FROM homes
        ), sums AS (
            SELECT geo_id, whose, school_year, course_id, coalesce(sum(students), 0)::BIGINT AS shown,
                (sum(cell) - count(students))::BIGINT AS small, 1 AS due
            FROM placed WHERE {only} AND geo_id IS NOT NULL GROUP BY ALL
        ), said AS (
            SELECT geo_id, coalesce(partner_id, '') AS whose, school_year, course_id,
                any_value(students) AS students,
                any_value(groups_left_out) AS groups_left_out, count(*) AS rows
            FROM {level} WHERE {only} GROUP BY geo_id, whose, school_year, course_id
        )
        SELECT geo_id, whose, school_year, course_id, students, groups_left_out, coalesce(rows, 0) AS rows,
            coalesce(shown, 0) AS shown, coalesce(small, 0) AS small, coalesce(due, 0) AS due
        FROM said FULL JOIN sums USING (geo_id, whose, school_year, course_id)
        WHERE students IS DISTINCT FROM shown OR groups_left_out IS DISTINCT FROM small
            OR rows IS DISTINCT FROM due
        ORDER BY ALL
    """)
    return [_veto(level, row) for row in found]


def _veto(level: str, row: dict) -> Veto:
    whose = f" of {row['whose']}" if row["whose"] else ""
    cell = f"{level} {row['geo_id']}{whose}, {row['school_year']}, {row['course_id']}"
    if row["rows"] != row["due"]:
        steps = (f"There should be {row['due']} such rows, by the shown and flagged groups there.",)
        return Veto(cell, "whether anybody is in a group there", (*steps, f"There are {row['rows']}."))
    more = (row["students"] or 0) - row["shown"]
    return Veto(
        cell,
        f"exactly {more} students in the {row['small']} small groups there",
        (
            f"The row says {row['students']} students, {row['groups_left_out']} small groups left out.",
            f"The shown groups there add up to {row['shown']}, and {row['small']} small ones are flagged.",
        ),
    )
