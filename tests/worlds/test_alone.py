"""Networks built alone, one build for each world: nothing beside a world hides what its mere presence tells.

Here everything counts as published: every table of every shelf, with rows, years and places that are there
or not, and only the values of estimates apart.
"""

from collections.abc import Hashable
from datetime import date

import pytest

from catchment.release.build.contents import Contents
from tests import release_tools as tools
from tests.worlds import builds, headcounts, people
from tests.worlds.builds import NOISY, LowPolicy
from tests.worlds.guarantee import Account, violations
from tests.worlds.people import fits
from tests.worlds.tally import tallied
from tests.worlds.test_builds import lives
from tests.worlds.told import account
from tests.worlds.town import HOUR, YEAR, School, Town

BEFORE, LAST_YEAR = date(2025, 12, 1), "2024-25"
CENSUS = date(2026, 3, 1), date(2026, 4, 1)


def told(release: Contents) -> Hashable:
    """Everything in a release but the values of estimates."""
    shelves = {"public": release.public, "staff": release.staff, **release.partners}
    return tuple((shelf, name, _rows(table)) for shelf in shelves for name, table in shelves[shelf].items())


def _rows(table) -> Hashable:
    kept = [name for name in table.column_names if name not in NOISY]
    return tuple(tuple(row.items()) for row in table.select(kept).to_pylist())


def published(town: Town, world: headcounts.World) -> Hashable:
    series = tools.Series(LowPolicy(n=town.n))
    schools = [tools.school(school.id, district=school.district) for school in town.schools]
    enrolment = [(s.id, YEAR, s.enrolled, None) for s in town.schools if s.enrolled is not None]
    releases = []
    for crowd, day in zip(world, CENSUS[: town.releases], strict=True):
        atoms = [
            (school.id, course, students)
            for school, counts in zip(town.schools, crowd, strict=True)
            for course, students in zip(town.courses, counts, strict=True)
        ]
        found = tools.inputs(atoms, schools=schools, enrolment=enrolment)
        releases.append(told(series.publish(found, day)))
    return tuple(releases)


TOWNS = {
    "one school": (Town(3, (School("s1"),), ("csp", HOUR)), 4),
    "one school with little enrolment": (Town(3, (School("s1", 7),), ("csp", "csd")), 5),
    "one school, nearly nobody enrolled": (Town(3, (School("s1", 2),), ("csp", HOUR)), 2),
    "one school over two releases": (Town(3, (School("s1", 9),), ("csp",), releases=2), 5),
    "three schools": (Town(3, (School("s1"), School("s2", 5), School("s3", district="d2")), ("csp",)), 3),
    "three schools of a district": (Town(3, tuple(School(f"s{n}", 7 + n) for n in range(3)), ("csp",)), 3),
}


@pytest.mark.parametrize("name", TOWNS)
def test_a_network_alone(name):
    town, most = TOWNS[name]
    worlds = list(tallied(f"alone: {name}", headcounts.worlds(town, most)))
    seen = {world: published(town, world) for world in worlds}
    assert violations(worlds, seen.__getitem__, lambda world: headcounts.account(town, world, most)) == []


def test_genders_of_a_school_alone():
    town = Town(2, (School("s1", 9, 5),), ("csp", "csd"), releases=2, census=1)
    lived = lives(("csp", "csp"), ("csp", None))
    worlds = [world for world in tallied("alone: genders", people.crowds(lived, 5, 5)) if fits(town, world)]
    seen = {world: _published_people(town, world) for world in worlds}
    assert violations(worlds, seen.__getitem__, lambda world: account(town, world, every=False)) == []


def _published_people(town: Town, world: people.World) -> Hashable:
    series = tools.Series(LowPolicy(n=town.n))
    return tuple(
        told(series.publish(builds.inputs(town, [world], when, apart=False), day))
        for when, day in enumerate(builds.days(town))
    )


@pytest.mark.parametrize("as_of", [BEFORE, CENSUS[0]])
@pytest.mark.parametrize("course", ["csp", HOUR])
def test_a_year_of_which_nothing_can_be_told(as_of, course):
    """Two are enrolled: nobody may learn that anybody was there, not even by the year's being there."""
    schools, enrolment = [tools.school("s1")], [("s1", LAST_YEAR, 2)]

    def read(students):
        return Account((), {"students last year": students}, {})

    def seen(students):
        found = tools.inputs([("s1", course, students, LAST_YEAR)], schools=schools, enrolment=enrolment)
        return told(tools.Series(LowPolicy(n=3)).publish(found, as_of))

    assert violations(list(tallied("alone: last year", range(3))), seen, read) == []
