"""Which units of a draw may be told apart, and has each every cell it needs?

A unit or a cell that is there only if somebody is in it tells of them without any noise. A draw is made
before it is published, and data can be corrected in between; so its units are judged by the flags of the
release that published it first. A unit that these flags do not make adds to the smallest place around it
that they do make.
"""

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence, parquet
from catchment.attack.files import Published

LEAST_SCHOOLS = 3
LEAST_SCHOOLS_TRAINED = 10
TRAINED = "gender_trained"


def units(evidence: Evidence) -> Answer:
    """Has each unit of every draw all of its cells?"""
    drawn = evidence.count("(SELECT DISTINCT year, draw, level, geo_id, area, course_id FROM drawn)")
    return Answer(drawn, _cells(evidence))


def lay_out(evidence: Evidence) -> None:
    """Makes `reaching`: the cells of draws in force, each with the smallest level at which it counts.

    `reach` is the unit's own level where published flags make that unit, else that of the area, else the
    nation's. Only years of which the candidate says that it has estimates.
    """
    evidence.con.execute(
        "CREATE OR REPLACE TABLE implied (year VARCHAR, trained BOOLEAN, level VARCHAR, geo_id VARCHAR, "
        "area VARCHAR, course_id VARCHAR)"
    )
    for label in evidence.candidate.manifest["estimates"]:
        release = evidence.carrier(label, evidence.candidate.draw_of(label)) or evidence.candidate
        evidence.con.execute(f"INSERT INTO implied {_implied(release, label)}")
    evidence.con.execute(
        f"""
        CREATE OR REPLACE TABLE reaching AS
        WITH last AS (SELECT year, max(draw) AS draw FROM drawn GROUP BY year),
        cells AS (SELECT *, family = '{TRAINED}' AS trained FROM drawn JOIN last USING (year, draw)
            WHERE list_contains(?::VARCHAR[], year))
        SELECT cells.*, nullif(substr(cells.area, 4), '_none') AS whose,
            CASE WHEN own.level IS NOT NULL THEN own.level WHEN rest.level IS NOT NULL THEN 'area'
            ELSE 'nation' END AS reach
        FROM cells LEFT JOIN implied AS own USING (year, trained, level, geo_id, area, course_id)
        LEFT JOIN implied AS rest ON rest.level = 'area' AND (rest.year, rest.trained, rest.area,
            rest.course_id) = (cells.year, cells.trained, cells.area, cells.course_id)
        """,
        [list(evidence.candidate.manifest["estimates"])],
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


def _implied(release: Published, label: str) -> str:
    """The units that a release's flags make: district parts of three active schools, and the rest of an area
    if it has three; for the table on training, whole areas of ten."""
    schools, courses, mapping = (parquet(release.files(name)) for name in ("schools", "courses", "mapping"))
    return f"""
        WITH active AS (
            SELECT DISTINCT geo_id AS school, course_id, district_id AS district,
                state || ':' || coalesce(mapping.partner_id, '_none') AS area
            FROM {schools} AS schools JOIN {courses} AS courses USING (course_id)
            JOIN {mapping} AS mapping ON school_id = geo_id AND mapping.school_year = schools.school_year
            WHERE schools.school_year = '{label}' AND kind = 'course'
        ),
        parts AS (SELECT district, area, course_id FROM active WHERE district IS NOT NULL
            GROUP BY ALL HAVING count(*) >= {LEAST_SCHOOLS}),
        rests AS (SELECT area, course_id FROM active ANTI JOIN parts USING (district, area, course_id)
            GROUP BY ALL HAVING count(*) >= {LEAST_SCHOOLS}),
        areas AS (SELECT area, course_id FROM active GROUP BY ALL HAVING count(*) >= {LEAST_SCHOOLS_TRAINED})
        SELECT '{label}', false, 'district', district, area, course_id FROM parts
        UNION ALL SELECT '{label}', false, 'area', area, area, course_id FROM rests
        UNION ALL SELECT '{label}', true, 'area', area, area, course_id FROM areas"""
