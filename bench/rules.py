"""The rules of the exact layer and of units on a national year, each timed apart, and what they show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bench.figures import Spent, timed
from bench.schools import Schools
from bench.students import Year
from catchment.demo.curriculum import COURSES
from catchment.disclosure.atoms import Atom, Cell, Key, decide
from catchment.disclosure.genders import Enrolled, GenderRow, break_down
from catchment.disclosure.sums import Place, Total, totals
from catchment.disclosure.units import LEAST_SCHOOLS, LEAST_SCHOOLS_TRAINED, Site, Units, assign
from catchment.network.categories import GENDERS

_FEMALE, _NOT_REPORTED = GENDERS.index("female"), GENDERS.index("not_reported")
COURSE_IDS = [course.id for course in COURSES if course.kind == "course"]


@dataclass(frozen=True)
class Country:
    """What the rules are given besides counts, looked up as a build looks it up."""

    schools: Schools
    sites: dict[str, Site]
    partners: dict[str, str | None]
    enrolled: dict[str, Enrolled]

    def homes(self) -> dict[str, dict[str, Place]]:
        """For each level the place of each school."""
        made: dict[str, dict[str, Place]] = {
            name: {} for name in ("district", "area", "region", "state", "nation")
        }
        for school, site in self.sites.items():
            partner, area = self.partners[school], site.area
            if site.district:
                made["district"][school] = (site.district, partner)
            made["area"][school] = (area, partner)
            made["region"][school] = (partner or "_none", partner)
            made["state"][school] = (area[:2], None)
            made["nation"][school] = ("US", None)
        return made


def country(schools: Schools) -> Country:
    """The country of the schools."""
    here, plan = schools.places, schools.plan
    ids = here.school_ids.tolist()
    whose = [plan.partners[place].id if place >= 0 else None for place in plan.region.tolist()]
    areas = [
        f"{state}:{partner or '_none'}" for state, partner in zip(here.states.tolist(), whose, strict=True)
    ]
    sites = [
        Site(district or None, area) for district, area in zip(here.districts.tolist(), areas, strict=True)
    ]
    rows = schools.public["school_enrollment"].select(["school_id", "students", "female", "male"]).to_pylist()
    return Country(
        schools,
        dict(zip(ids, sites, strict=True)),
        dict(zip(ids, whose, strict=True)),
        {row["school_id"]: Enrolled(row["students"], row["female"], row["male"]) for row in rows},
    )


@dataclass
class Decided:
    """What the rules make of a year at one n; `spent` on each step by its name."""

    cells: list[Cell]
    genders: dict[str, GenderRow]
    sums: dict[str, list[Total]]
    units: Units
    trained_units: Units
    spent: dict[str, Spent] = field(default_factory=dict)


@dataclass(frozen=True)
class Truth:
    """A year as plain rows: its atoms, and per atom how many reported a gender and how many are girls."""

    country: Country
    year: Year
    day: int

    @cached_property
    def atoms(self) -> list[Atom]:
        counts = self.year.sizes(self.day).tolist()
        return [Atom(key, "course", count) for key, count in zip(self.keys, counts, strict=True) if count]

    @cached_property
    def keys(self) -> list[Key]:
        year = self.year
        ids = self.country.schools.places.school_ids[year.school].tolist()
        courses = [COURSES[place].id for place in year.course.tolist()]
        return [Key(school, year.label, course) for school, course in zip(ids, courses, strict=True)]

    @cached_property
    def reported(self) -> dict[Key, tuple[int, int]]:
        """How many of an atom reported a gender, and how many girls are among them."""
        year = self.year
        began = year.begins <= self.day
        both = [
            np.bincount(year.atom[began & which], minlength=len(year.school)).tolist()
            for which in (year.gender != _NOT_REPORTED, year.gender == _FEMALE)
        ]
        return dict(zip(self.keys, zip(*both, strict=True), strict=True))


def decided(truth: Truth, n: int, rounds: int = 1, before: Sequence[Cell] = ()) -> Decided:
    """Everything that is decided without noise, each step timed; `before` are cells published earlier."""
    land, atoms, reported = truth.country, truth.atoms, truth.reported
    homes = land.homes()
    shown = {cell.key: [cell.students] for cell in before if cell.students is not None}
    previous = {cell.key: cell for cell in before}
    spent = {}

    def students_of(school: str, _: str) -> int | None:
        return land.enrolled[school].students if school in land.enrolled else None

    spent["decide"], cells = timed(
        lambda: decide(atoms, previous, shown, lambda school: n, students_of), rounds
    )
    spent["sums"], sums = timed(
        lambda: {name: _sums(cells, places) for name, places in homes.items()}, rounds
    )
    spent["genders"], genders = timed(lambda: gender_rows(cells, reported, land.enrolled, n), rounds)
    spent["units"], (units, trained) = timed(lambda: _units(cells, land.sites), rounds)
    return Decided(cells, genders, sums, units, trained, spent)


def _sums(cells: Sequence[Cell], places: Mapping[str, Place]) -> list[Total]:
    return totals(cells, lambda school, _: places.get(school))


def gender_rows(
    cells: Sequence[Cell], reported: Mapping[Key, tuple[int, int]], enrolled: Mapping[str, Enrolled], n: int
) -> dict[str, GenderRow]:
    """The row of each school that has a shown group."""
    bases: dict[str, list[int]] = {}
    for cell in cells:
        if cell.students is not None:
            both, girls = reported[cell.key]
            base = bases.setdefault(cell.key.school_id, [0, 0])
            base[0] += both
            base[1] += girls
    return {
        school: break_down(both, girls, enrolled.get(school), n) for school, (both, girls) in bases.items()
    }


def _units(cells: Sequence[Cell], sites: Mapping[str, Site]) -> tuple[Units, Units]:
    active = [(cell.key.school_id, cell.key.course_id) for cell in cells]
    return (
        assign(sites, active, COURSE_IDS, least=LEAST_SCHOOLS, districts=True),
        assign(sites, active, COURSE_IDS, least=LEAST_SCHOOLS_TRAINED, districts=False),
    )
