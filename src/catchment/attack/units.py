"""Are estimates drawn for the units that published flags demand, every cell of each of them?

A unit or a cell that is there only if somebody is in it tells of them without any noise.
"""

from collections.abc import Iterator

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence

LEAST_SCHOOLS = 3
LEAST_SCHOOLS_TRAINED = 10
TRAINED = "gender_trained"


def units(evidence: Evidence) -> Answer:
    """Are the units those of this release's flags, where they were drawn for it, and no cell missing?"""
    vetoes = [*_cells(evidence)]
    for label in evidence.drawn_now():
        vetoes += _differing(evidence, label, trained=False)
        vetoes += _differing(evidence, label, trained=True)
    return Answer(
        evidence.count("(SELECT DISTINCT year, draw, level, geo_id, area, course_id FROM drawn)"), vetoes
    )


def _cells(evidence: Evidence) -> list[Veto]:
    """Every unit has each category of its tables once: three tables, or the one on training."""
    found = evidence.rows("""
        WITH wanted AS (SELECT family, count(*) AS categories FROM promised GROUP BY family),
        tables AS (
            SELECT year, draw, level, geo_id, area, course_id, family, count(*) AS cells,
                count(DISTINCT category) AS different, count(promised.category) AS known
            FROM drawn LEFT JOIN promised USING (family, category) GROUP BY ALL
        ), units AS (
            SELECT year, draw, level, geo_id, area, course_id, count(*) AS families
            FROM tables WHERE family <> 'gender_trained' GROUP BY ALL
        )
        SELECT year, level, geo_id, course_id, family || ' has ' || cells || ' cells' AS what
        FROM tables LEFT JOIN wanted USING (family)
        WHERE cells IS DISTINCT FROM categories OR different <> cells OR known <> cells
        UNION ALL SELECT year, level, geo_id, course_id, families || ' tables are drawn of three'
        FROM units WHERE families <> 3 ORDER BY ALL
    """)
    return [
        Veto(
            f"estimates of {row['level']} {row['geo_id']}, {row['year']}, {row['course_id']}",
            "whether anybody is in a cell",
            (f"There, {row['what']}.", "Every category needs its cell, and empty cells need noise as well."),
        )
        for row in found
    ]


def _differing(evidence: Evidence, label: str, *, trained: bool) -> Iterator[Veto]:
    """Units that flags demand and that are not there, and the other way round."""
    demanded = _demanded_trained(label) if trained else _demanded(label)
    drawn = f"""SELECT DISTINCT level, geo_id, area, course_id FROM drawn
        WHERE year = '{label}' AND (family = '{TRAINED}') = {trained}
        AND draw = (SELECT max(draw) FROM drawn WHERE year = '{label}')"""
    for first, second, what in ((demanded, drawn, "has none"), (drawn, demanded, "has one")):
        for row in evidence.rows(f"({first}) EXCEPT ({second}) ORDER BY ALL"):
            yield Veto(
                f"estimates of {row['level']} {row['geo_id']}, {label}, {row['course_id']}",
                "whether groups are active that the release does not name",
                (
                    f"The published flags there, counted anew, disagree: the ledger's draw {what}.",
                    "So units were made from something else than what is published.",
                ),
            )


def _active(label: str) -> str:
    return f"""active AS (SELECT DISTINCT school, course, coalesce(district, '') AS district, area
        FROM cells JOIN homes USING (school, year) WHERE year = '{label}' AND family = 'course')"""


_NATION = "SELECT 'nation', 'US', NULL, course_id FROM courses WHERE kind = 'course'"


def _demanded(label: str) -> str:
    """District parts of three active schools; the rest of an area if it has three; the nation always."""
    return f"""
        WITH {_active(label)},
        parts AS (SELECT district, area, course FROM active WHERE district <> ''
            GROUP BY ALL HAVING count(*) >= {LEAST_SCHOOLS}),
        rests AS (SELECT area, course FROM active ANTI JOIN parts USING (district, area, course)
            GROUP BY ALL HAVING count(*) >= {LEAST_SCHOOLS})
        SELECT 'district' AS level, district AS geo_id, area, course AS course_id FROM parts
        UNION ALL SELECT 'area', area, area, course FROM rests UNION ALL {_NATION}"""


def _demanded_trained(label: str) -> str:
    """Whole areas of ten active schools; the nation for each course."""
    return f"""
        WITH {_active(label)},
        areas AS (SELECT area, course FROM active GROUP BY ALL HAVING count(*) >= {LEAST_SCHOOLS_TRAINED})
        SELECT 'area' AS level, area AS geo_id, area, course AS course_id FROM areas UNION ALL {_NATION}"""
