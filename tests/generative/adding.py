"""Adds a release up by hand: every total of both layers from its smallest parts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from catchment.disclosure.units import LEAST_SCHOOLS, LEAST_SCHOOLS_TRAINED, Site, Unit, assign
from catchment.network.categories import COMPOSITION
from catchment.release.build.contents import Contents

Place = tuple[str, str, str]
"""Level, id and partner ("" where there is none)."""
LEVELS = {
    "districts": "district",
    "areas": "area",
    "regions": "region",
    "states": "state",
    "nation": "nation",
}
ALL = "all"


def counts(release: Contents) -> dict[tuple, tuple[int, int]]:
    """By place, school year and course: students and groups left out, out of the schools' own rows."""
    homes = {(row["school_id"], row["school_year"]): row for row in release.table("mapping").to_pylist()}
    kinds = {row["course_id"]: row["kind"] for row in release.public["courses"].to_pylist()}
    found: dict[tuple, list[int]] = defaultdict(lambda: [0, 0])
    for (_, year), home in homes.items():
        for place in _places(home["state"], home["partner_id"], home["district_id"]):
            _ = found[(*place, year, ALL)]
    for row in release.table("schools").to_pylist():
        if row["course_id"] == ALL:
            continue
        home = homes[row["geo_id"], row["school_year"]]
        courses = [row["course_id"], *([ALL] if kinds[row["course_id"]] == "course" else [])]
        for place in _places(home["state"], home["partner_id"], home["district_id"]):
            for course in courses:
                total = found[(*place, row["school_year"], course)]
                total[0] += row["students"] or 0
                total[1] += row["students"] is None
    return {key: (students, left_out) for key, (students, left_out) in found.items()}


def said_counts(release: Contents) -> dict[tuple, tuple[int, int]]:
    return {_key(level, row): (row["students"], row["groups_left_out"]) for level, row in _rows(release)}


def school_totals(release: Contents) -> list[tuple]:
    """Of each school and year: what its row of all courses says, and what its courses make."""
    made: dict[tuple, list[int]] = defaultdict(lambda: [0, 0])
    said = {}
    for row in release.table("schools").to_pylist():
        key = row["geo_id"], row["school_year"]
        if row["course_id"] == ALL:
            said[key] = [row["students"], row["groups_left_out"]]
        elif row["course_id"] != "hoc":
            made[key][0] += row["students"] or 0
            made[key][1] += row["students"] is None
    return [(key, totals, made[key]) for key, totals in said.items()]


def estimates(release: Contents, carriers: Mapping[str, Contents]) -> dict[tuple, tuple[int, int]]:
    """By place, school year, course, table and category: the estimate and how many units are in it.

    `carriers` are the releases that published each draw first, by its digest.
    """
    found: dict[tuple, np.ndarray] = {}
    for year, draw in release.draws.items():
        known = _known_units(carriers.get(draw.digest, release), year)
        for block, made in zip(draw.blocks, known, strict=True):
            for number, unit in enumerate(block.units):
                for place in _places_of_unit(unit, made):
                    for course in (unit.course_id, ALL):
                        for family, table in block.tables.items():
                            key = (*place, year, course, family)
                            found[key] = found.get(key, 0) + np.append(table[number], 1)
    return {
        (*key, category): (int(sums[at]), int(sums[-1]))
        for key, sums in found.items()
        for at, category in enumerate(COMPOSITION[key[-1]])
    }


def _known_units(release: Contents, year: str) -> list[set[Unit]]:
    """The units that the rows of a release make, for the tables of one block after the other."""
    homes = [row for row in release.table("mapping").to_pylist() if row["school_year"] == year]
    sites = {
        row["school_id"]: Site(row["district_id"], f"{row['state']}:{row['partner_id'] or '_none'}")
        for row in homes
    }
    kinds = {row["course_id"]: row["kind"] for row in release.public["courses"].to_pylist()}
    groups = [
        (row["geo_id"], row["course_id"])
        for row in release.table("schools").to_pylist()
        if row["school_year"] == year and kinds.get(row["course_id"]) == "course"
    ]
    return [
        set(assign(sites, groups, kinds, least=LEAST_SCHOOLS, districts=True).units),
        set(assign(sites, groups, kinds, least=LEAST_SCHOOLS_TRAINED, districts=False).units),
    ]


def said_estimates(release: Contents) -> dict[tuple, tuple[int, int]]:
    return {
        (*_key(row["level"], row), row["family"], row["category"]): (row["estimate"], row["units"])
        for row in release.table("composition").to_pylist()
    }


def estimated_students(release: Contents) -> dict[tuple, int]:
    """By place, school year and course: the sum of the gender table."""
    sums: dict[tuple, int] = defaultdict(int)
    for row in release.table("composition").to_pylist():
        if row["family"] == "gender":
            sums[_key(row["level"], row)] += row["estimate"]
    return dict(sums)


def said_estimated(release: Contents) -> dict[tuple, int | None]:
    return {_key(level, row): row["students_estimated"] for level, row in _rows(release)}


def _rows(release: Contents) -> Iterator[tuple[str, dict]]:
    for name, level in LEVELS.items():
        yield from ((level, row) for row in release.table(name).to_pylist())


def _key(level: str, row: dict) -> tuple:
    return level, row["geo_id"], row["partner_id"] or "", row["school_year"], row["course_id"]


def _places(state: str, partner: str | None, district: str | None) -> list[Place]:
    shelf = partner or ""
    within = [("district", district, shelf)] if district else []
    area = ("area", f"{state}:{partner or '_none'}", shelf)
    return [*within, area, ("region", partner or "_none", shelf), ("state", state, ""), ("nation", "US", "")]


def _places_of_unit(unit: Unit, known: set[Unit]) -> list[Place]:
    """A unit that no published row makes counts where one does: for its area, or for the nation alone."""
    rest = Unit("area", unit.area or "", unit.area, unit.course_id)
    if unit.area is None or not known & {unit, rest}:
        return [("nation", "US", "")]
    state, partner = unit.area.split(":")
    district = unit.geo_id if unit.level == "district" and unit in known else None
    return _places(state, None if partner == "_none" else partner, district)
