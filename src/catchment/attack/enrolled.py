"""Is the enrolment beside a course that of the schools whose groups are published, and nothing else?

Public figures of a school that is in the sum without a published cell would tell that somebody is there.
"""

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence

PLACES = {
    "district": ("district", "partner"),
    "area": ("area", "partner"),
    "region": ("coalesce(partner, '_none')", "partner"),
    "state": ("state", "NULL"),
    "nation": ("'US'", "NULL"),
}
COUNTS = {
    ("gender", "female"): ("f", "f", "m"),
    ("gender", "male"): ("m", "f", "m"),
    **{("race", name): (column, "hi", "tr", "am", "asian", "bl", "hp", "wh") for name, column in (
        ("hispanic", "hi"), ("two_or_more", "tr"), ("american_indian", "am"), ("asian", "asian"),
        ("black", "bl"), ("hawaiian", "hp"), ("white", "wh"))},
    ("urg", "urg"): ("am + hi + bl + hp", "am + hi + bl + hp", "enrolled - am - hi - bl - hp"),
    ("urg", "not_urg"): ("enrolled - am - hi - bl - hp", "am + hi + bl + hp", "enrolled - am - hi - bl - hp"),
}  # fmt: skip
"""Family and category -> its number in a public row, and all that must be known and not below zero there."""
KEY = "level, geo_id, whose, school_year, course_id, family, category"


def enrolled(evidence: Evidence) -> Answer:
    """Adds up public enrolment at the schools with cells, and compares with what the release says."""
    _lay_out(evidence)
    sums = " UNION ALL ".join(
        f"""
        SELECT '{level}' AS level, {place} AS geo_id, coalesce({whose}, '') AS whose, year AS school_year,
            course AS course_id, family, category, coalesce(sum(number), 0)::BIGINT AS enrolled,
            count(number) AS schools, count(*) AS active_schools
        FROM (SELECT * FROM there UNION SELECT * REPLACE ('all' AS course) FROM there)
        JOIN facts USING (school, year)
        WHERE {place} IS NOT NULL GROUP BY ALL"""
        for level, (place, whose) in PLACES.items()
    )
    found = evidence.rows(f"""
        WITH due AS ({sums}), said AS (
            SELECT * EXCLUDE partner_id, coalesce(partner_id, '') AS whose FROM enrolled_composition
        )
        SELECT {KEY}, [said.enrolled, said.schools, said.active_schools] AS said,
            [due.enrolled, due.schools, due.active_schools] AS due
        FROM said FULL JOIN due USING ({KEY}) WHERE said IS DISTINCT FROM due ORDER BY ALL
    """)
    return Answer(evidence.count("enrolled_composition"), [_veto(row) for row in found])


def _lay_out(evidence: Evidence) -> None:
    """`there`: schools with a cell of a course, and where they count; `facts`: the numbers of each."""
    evidence.con.execute("""
        CREATE OR REPLACE TABLE there AS
        SELECT DISTINCT school, year, course, partner, district, area, state
        FROM cells JOIN homes USING (school, year) WHERE family = 'course'
    """)
    evidence.con.execute("""
        CREATE OR REPLACE TABLE public_rows AS
        SELECT school, year, enrolled, female AS f, male AS m, am, "as" AS asian, hi, bl, hp, wh, tr
        FROM (SELECT DISTINCT school, year FROM there) ASOF LEFT JOIN (SELECT DISTINCT * FROM enrolment)
            ON school = school_id AND year >= school_year
    """)
    facts = " UNION ALL ".join(
        f"SELECT school, year, '{family}' AS family, '{category}' AS category, CASE WHEN "
        f"least({', '.join(f'coalesce({part}, -1)' for part in parts)}) >= 0 THEN {number} END AS number "
        "FROM public_rows"
        for (family, category), (number, *parts) in COUNTS.items()
    )
    evidence.con.execute(f"CREATE OR REPLACE TABLE facts AS {facts}")


def _veto(row: dict) -> Veto:
    place = f"{row['level']} {row['geo_id']} {row['whose']}"
    cell = f"enrolled at {place}, {row['school_year']}, {row['course_id']}, {row['category']}"
    steps = (
        f"It says {row['said']}: enrolled, schools, active schools.",
        f"Public enrolment at the schools with published groups makes {row['due']}.",
    )
    return Veto(cell, "whether anybody is at a school that is not named", steps)
