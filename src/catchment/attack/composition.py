"""Are estimates at every level the sums of the ledger's draw, and nothing recomputed since?

Sums of one draw agree with each other at every level. An estimate that is not such a sum has noise of its
own, or none, and the difference of two answers to one question narrows both.
"""

from collections.abc import Iterator

from catchment.attack import units
from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence

PLACES = {
    "district": ("geo_id", "whose", "reach = 'district'", "districts"),
    "area": ("area", "whose", "reach <> 'nation'", "areas"),
    "region": ("coalesce(whose, '_none')", "whose", "reach <> 'nation'", "regions"),
    "state": ("left(area, 2)", "NULL", "reach <> 'nation'", "states"),
    "nation": ("'US'", "NULL", "true", "nation"),
}
"""Level -> where and for whom a unit counts there, which units do, and the table of its exact counts."""
KEY = "level, geo_id, whose, school_year, course_id, family, category"


def composition(evidence: Evidence) -> Answer:
    """Adds up the draws in force and compares with every published estimate."""
    units.lay_out(evidence)
    _sums(evidence)
    vetoes = [*_years(evidence), *_differing(evidence), *_totals(evidence)]
    return Answer(evidence.count("composition"), vetoes)


def _years(evidence: Evidence) -> Iterator[Veto]:
    """A year has estimates if its census is reached with a course published, or if it ever had any."""
    release = evidence.candidate
    shown = {row["year"] for row in evidence.rows("SELECT DISTINCT year FROM cells WHERE family = 'course'")}
    due = {year for year in shown if release.as_of >= release.census(year)}
    due |= {year for each in evidence.earlier for year in each.manifest["estimates"]}
    for year in sorted(due ^ release.manifest["estimates"].keys()):
        what = "has none of" if year in due else "has some of"
        why = (
            f"By what is published and by its date it should be otherwise, but the release {what} this year."
        )
        yield Veto(f"estimates, {year}", "whatever that was decided on", (why,))


def _sums(evidence: Evidence) -> None:
    """`sums`: what each place's estimates must be, in how many units, from the draws in force."""
    levels = " UNION ALL ".join(
        f"SELECT '{level}' AS level, {place} AS geo_id, {whose} AS whose, year AS school_year, "
        f"unnest([course_id, 'all']) AS course_id, family, category, estimate FROM reaching WHERE {only}"
        for level, (place, whose, only, _) in PLACES.items()
    )
    evidence.con.execute(f"""
        CREATE OR REPLACE TABLE sums AS
        SELECT level, geo_id, coalesce(whose, '') AS whose, school_year, course_id, family, category,
            sum(estimate)::BIGINT AS estimate, count(*) AS units
        FROM ({levels}) GROUP BY ALL
    """)


def _differing(evidence: Evidence) -> Iterator[Veto]:
    found = evidence.rows(f"""
        WITH published AS (SELECT *, coalesce(partner_id, '') AS whose FROM composition)
        SELECT {KEY}, published.estimate AS said, published.units AS said_units,
            sums.estimate AS total, sums.units
        FROM published FULL JOIN sums USING ({KEY})
        WHERE said IS DISTINCT FROM total OR said_units IS DISTINCT FROM sums.units ORDER BY ALL
    """)
    for row in found:
        yield Veto(
            f"{_place(row)}, {row['family']} {row['category']}",
            "what two answers to one question leave of their noise",
            (
                f"The release says {row['said']}, from {row['said_units']} units.",
                f"The ledger's draw makes {row['total']}, from {row['units']} units.",
            ),
        )
    doubled = evidence.rows(f"""
        WITH published AS (SELECT *, coalesce(partner_id, '') AS whose FROM composition)
        SELECT {KEY}, count(*) AS times FROM published GROUP BY ALL HAVING times > 1 ORDER BY ALL
    """)
    for row in doubled:
        why = f"{row['times']} rows answer one question."
        yield Veto(f"{_place(row)}, {row['family']} {row['category']}", "their difference", (why,))


def _totals(evidence: Evidence) -> Iterator[Veto]:
    """`students_estimated` of a place is the sum of its gender table, blank where it has none."""
    for level, (*_, table) in PLACES.items():
        found = evidence.rows(f"""
            WITH total AS (SELECT geo_id, whose, school_year, course_id, sum(estimate)::BIGINT AS estimate
                FROM sums WHERE level = '{level}' AND family = 'gender' GROUP BY ALL)
            SELECT '{level}' AS level, geo_id, whose, school_year, course_id, students_estimated, estimate
            FROM (SELECT *, coalesce(partner_id, '') AS whose FROM {table})
            LEFT JOIN total USING (geo_id, whose, school_year, course_id)
            WHERE students_estimated IS DISTINCT FROM estimate ORDER BY ALL
        """)
        for row in found:
            steps = (
                f"The row estimates {row['students_estimated']} students.",
                f"Its gender table adds up to {row['estimate']}.",
            )
            yield Veto(_place(row), "a total with less noise than its parts", steps)


def _place(row: dict) -> str:
    whose = f" of {row['whose']}" if row["whose"] else ""
    return f"{row['level']} {row['geo_id']}{whose}, {row['school_year']}, {row['course_id']}"
