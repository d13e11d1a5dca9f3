"""Who is enrolled where a course is taught: public figures of the schools that published cells call active.

This is the other side of the representation gap. It is summed over shown and flagged groups alike, from what
is published of both, so it tells nothing beyond them.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from catchment.disclosure.atoms import Cell
from catchment.release.build.geography import NATION, Geography
from catchment.release.build.schemas import conform
from catchment.release.layout import NO_PARTNER

_FIGURES = {
    "gender": {"female": "female", "male": "male"},
    "race": {
        "hispanic": "hi",
        "two_or_more": "tr",
        "american_indian": "am",
        "asian": '"as"',
        "black": "bl",
        "hawaiian": "hp",
        "white": "wh",
    },
    "urg": {"urg": "am + hi + bl + hp", "not_urg": "students - (am + hi + bl + hp)"},
}
"""Family -> category -> what it is in public enrolment. Students of two or more races are not in `urg`."""

_LEVELS = {
    "district": ("district", "partner"),
    "area": ("area", "partner"),
    "region": (f"coalesce(partner, '{NO_PARTNER}')", "partner"),
    "state": ("state", "NULL::VARCHAR"),
    "nation": (f"'{NATION}'", "NULL::VARCHAR"),
}
"""Level -> the id and the shelf of a school's place there."""


def enrolled_composition(cells: Sequence[Cell], geography: Geography, enrolment: pa.Table) -> pa.Table:
    """place × school year × course × category → enrolled, at `schools` of the `active_schools` of the course.

    A school counts with its public row of the year, else with the latest earlier one, if that says all
    categories of the family and none is below zero.
    """
    with duckdb.connect() as con:
        con.register("active", _active(cells, geography))
        con.register("known", enrolment)
        families = " UNION ALL ".join(_family(name) for name in _FIGURES)
        con.execute(f"CREATE TABLE figures AS {families}")
        levels = " UNION ALL ".join(_level(name) for name in _LEVELS)
        return conform(con.sql(levels).to_arrow_table(), "enrolled_composition")


def _active(cells: Sequence[Cell], geography: Geography) -> pa.Table:
    """Every school, year and course with a cell, once more for all courses, and where the school counts."""
    found = [
        (cell.key, home)
        for cell in cells
        if cell.family == "course"
        and (home := geography.homes.get((cell.key.school_id, cell.key.school_year))) is not None
    ]
    return pa.table(
        {
            "school": pa.array([key.school_id for key, _ in found], pa.string()),
            "year": pa.array([key.school_year for key, _ in found], pa.string()),
            "course": pa.array([key.course_id for key, _ in found], pa.string()),
            "partner": pa.array([home.partner_id for _, home in found], pa.string()),
            "district": pa.array([home.district_id for _, home in found], pa.string()),
            "area": pa.array([home.area for _, home in found], pa.string()),
            "state": pa.array([home.state for _, home in found], pa.string()),
        }
    )


def _family(name: str) -> str:
    """School, year and the counts of a family, blank where the public row does not say them all."""
    parts = list(_FIGURES[name].values())
    whole = " AND ".join(f"coalesce({part}, -1) >= 0" for part in parts)
    return f"""
        SELECT '{name}' AS family, school, year, CASE WHEN {whole} THEN [{", ".join(parts)}] END AS counts
        FROM (SELECT DISTINCT school, year FROM active) ASOF LEFT JOIN known
            ON school = school_id AND year >= school_year"""


def _level(level: str) -> str:
    place, shelf = _LEVELS[level]
    return f"""
        SELECT '{level}' AS level, {place} AS geo_id, {shelf} AS partner_id, year AS school_year,
            course AS course_id, family, category, coalesce(sum(counts[number]), 0)::BIGINT AS enrolled,
            count(counts) AS schools, count(*) AS active_schools
        FROM (SELECT * FROM active UNION SELECT * REPLACE ('all' AS course) FROM active)
        JOIN figures USING (school, year)
        JOIN (VALUES {_CATEGORIES}) AS categories (family, category, number) USING (family)
        WHERE {place} IS NOT NULL GROUP BY ALL"""


_CATEGORIES = ", ".join(
    f"('{family}', '{category}', {number})"
    for family, categories in _FIGURES.items()
    for number, category in enumerate(categories, start=1)
)
"""Each category and its number among those of its family."""
