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
    """Adds the schools up itself, at every level, and compares with what the release says."""
    vetoes = [veto for level in PLACES for veto in _level(evidence, level)]
    return Answer(sum(evidence.count(level) for level in PLACES), vetoes)


def _level(evidence: Evidence, level: str) -> list[Veto]:
    place, partner = PLACES[level]
    # a school's course rows are cells; every other row is a sum
    only = "course_id = 'all'" if level == "schools" else "true"
    found = evidence.rows(f"""
        WITH placed AS (
            SELECT {place} AS geo_id, coalesce({partner}, '') AS whose, year AS school_year, students,
                unnest(CASE family WHEN 'course' THEN [course, 'all'] ELSE [course] END) AS course_id
            FROM cells JOIN homes USING (school, year)
        ), sums AS (
            SELECT geo_id, whose, school_year, course_id, sum(students)::BIGINT AS shown,
                count(*) - count(students) AS small
            FROM placed GROUP BY ALL
        )
        SELECT geo_id, partner_id, school_year, course_id, students, groups_left_out,
            coalesce(shown, 0) AS shown, coalesce(small, 0) AS small
        FROM (SELECT *, coalesce(partner_id, '') AS whose FROM {level} WHERE {only})
        LEFT JOIN sums USING (geo_id, whose, school_year, course_id)
        WHERE students IS DISTINCT FROM coalesce(shown, 0)
            OR groups_left_out IS DISTINCT FROM coalesce(small, 0)
        ORDER BY ALL
    """)
    return [_veto(level, row) for row in found]


def _veto(level: str, row: dict) -> Veto:
    whose = f" of {row['partner_id']}" if row["partner_id"] else ""
    more = (row["students"] or 0) - row["shown"]
    return Veto(
        f"{level} {row['geo_id']}{whose}, {row['school_year']}, {row['course_id']}",
        f"exactly {more} students in the {row['small']} small groups there",
        (
            f"The row says {row['students']} students, {row['groups_left_out']} small groups left out.",
            f"The shown groups there add up to {row['shown']}, and {row['small']} small ones are flagged.",
        ),
    )
