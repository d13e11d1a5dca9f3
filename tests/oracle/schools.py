"""What NCES says about a school, of its latest year with a known enrolment."""

from catchment.network import clocks, nces
from tests.oracle.world import Row, World


def school_facts(world: World) -> list[Row]:
    return [_facts(world, school) for school in world.tables["schools"]]


def _facts(world: World, school: Row) -> Row:
    year = _latest(world, school["school_id"])
    then = {name: _first(year.get(name), school[name]) for name in ("locale", "grade_low", "grade_high")}
    bands = nces.grade_bands(then["grade_low"], then["grade_high"])
    frl = nces.frl_share(year.get("frl_eligible"), year.get("students"))
    return {
        "school_id": school["school_id"],
        **then,
        **{band: getattr(bands, band) if bands else None for band in ("elementary", "middle", "high")},
        "rural": nces.rural(then["locale"]),
        "enrolled": year.get("students"),
        "enrolled_year": year.get("school_year") if year.get("students") is not None else None,
        "frl_share": frl,
        "high_needs": nces.high_needs(frl),
        "urg_share": nces.urg_share(
            year.get("students"), [year.get(race) for race in ("am", "hi", "bl", "hp")]
        ),
        "title_i": nces.title_i(year.get("title_i_status")),
    }


def _first(of_the_year: object, of_the_school: object) -> object:
    return of_the_school if of_the_year is None else of_the_year


def _latest(world: World, school: str) -> Row:
    """The row with a known enrolment first, then the later; none of a year that has not begun."""
    rows = [
        row
        for row in world.tables["school_enrollment"]
        if row["school_id"] == school and row["school_year"] <= clocks.school_year(world.as_of)
    ]
    return max(rows, key=lambda row: (row["students"] is not None, row["school_year"]), default={})
