"""Does a status of a school or a district say more than the published cells do?"""

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence

PLACES = {"schools": ("school", "school"), "districts": ("district", "partner")}
"""Level -> what makes a place there (a district's parts are apart by partner)."""


def statuses(evidence: Evidence) -> Answer:
    """Derives each status again, from the years in which any cell of a course is published there.

    In a closed year a status is a copy, whatever older years were imported since.
    """
    vetoes = [veto for level in PLACES for veto in _level(evidence, level)]
    return Answer(sum(evidence.count(f"{level} WHERE course_id = 'all'") for level in PLACES), vetoes)


def _level(evidence: Evidence, level: str) -> list[Veto]:
    place, part = PLACES[level]
    of_part = "'' AS part" if level == "schools" else f"coalesce({part}, '') AS part"
    own_part = "''" if level == "schools" else "coalesce(partner_id, '')"
    found = evidence.rows(f"""
        WITH active AS (
            SELECT DISTINCT {place} AS geo_id, {of_part}, year, left(year, 4)::INTEGER AS begins
            FROM cells JOIN homes USING (school, year) WHERE family = 'course'
        ), known AS (
            SELECT geo_id, {own_part} AS part, school_year AS year, left(school_year, 4)::INTEGER AS begins,
                course_id, status
            FROM {level}
        ), bits AS (
            SELECT known.*, bool_or(active.begins = known.begins) AS now,
                bool_or(active.begins = known.begins - 1) AS last,
                bool_or(active.begins < known.begins) AS ever
            FROM known LEFT JOIN active USING (geo_id, part) GROUP BY ALL
        ), derived AS (
            SELECT *, CASE WHEN course_id <> 'all' THEN NULL
                WHEN now THEN CASE WHEN last THEN 'retained' WHEN ever THEN 'returned' ELSE 'new' END
                WHEN last THEN 'lapsed_this_year' WHEN ever THEN 'lapsed' ELSE 'never' END AS follows
            FROM bits
        )
        SELECT derived.* FROM derived JOIN years USING (year)
        WHERE NOT closed AND status IS DISTINCT FROM follows ORDER BY geo_id, year, course_id
    """)
    return [
        Veto(
            f"{level} {row['geo_id']} {row['part']}, {row['year']}, {row['course_id']}",
            "activity of a group that is not reported",
            (
                f"The row says {row['status']}.",
                f"The published cells there make it {row['follows'] or 'no status at all'}.",
            ),
        )
        for row in found
    ]
