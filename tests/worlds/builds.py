"""What the real builder publishes of worlds of microdata.

Worlds lie side by side in one network, each in districts of its own or even in a region of its own, and the
names of their places say which is which: they are taken off again. So one build publishes many worlds.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import date

import pyarrow as pa

from catchment.network.policy import Policy
from catchment.release.build.contents import Contents
from catchment.release.build.inputs import Inputs
from tests import release_tools as tools
from tests.worlds.people import World
from tests.worlds.town import YEAR, Town

AUTUMN = (date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1))
SPRING = (date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1))
SUMMER = (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1))
COUNTED = ("schools", "districts", "areas", "regions")
NOISY = frozenset({"students_estimated", "estimate", "count_shown", "share", "share_margin"})
"""What an estimate says may be anything in every world: its noise has no bound."""
NUMBER = re.compile(r"w(\d{5})")


class LowPolicy(Policy):
    """A policy without the floors, so that the small numbers of small networks can be shown at all."""

    def __post_init__(self) -> None:
        pass


def published(town: Town, worlds: Sequence[World], *, apart: bool = False) -> list[Hashable]:
    """Everything published of each world over all releases, the values of estimates apart.

    With `apart`, each world is a region of its own, and what is published of regions counts too.
    """
    series = tools.Series(LowPolicy(n=town.n))
    seen: list[list[Hashable]] = [[] for _ in worlds]
    for when, day in enumerate(days(town)):
        release = series.publish(inputs(town, worlds, when, apart), day)
        for number, rows in enumerate(_rows(release, len(worlds))):
            seen[number].append(rows)
    return [tuple(rows) for rows in seen]


def days(town: Town) -> list[date]:
    """The as-of dates: autumn before the census, spring from it on, summer from the closing on."""
    census = town.releases if town.census is None else town.census
    closing = town.releases if town.closing is None else town.closing
    spring = zip(range(census, closing), SPRING, strict=False)
    summer = zip(range(closing, town.releases), SUMMER, strict=False)
    return [*AUTUMN[:census], *(day for _, day in spring), *(day for _, day in summer)]


def inputs(town: Town, worlds: Sequence[World], when: int, apart: bool) -> Inputs:
    """The measured tables of all worlds at a release."""
    partners = [_name(number, "") for number in range(len(worlds))] if apart else ["p1"]
    students = [row for number, world in enumerate(worlds) for row in _students(number, world, when)]
    numbers = range(len(worlds))
    return tools.inputs(
        schools=[
            tools.school(_name(n, s.id), zip=_name(n, ""), district=_name(n, s.district))
            for n in numbers
            for s in town.schools
        ],
        regions=[(partner, None, partner) for partner in partners] if apart else [("p1", "MI", None)],
        partners=partners,
        enrolment=[
            (_name(n, s.id), YEAR, s.enrolled, s.female)
            for n in numbers
            for s in town.schools
            if s.enrolled is not None
        ],
        students=[row for row in students if row["course_id"] is not None],
        known=students,
    )


def _students(number: int, world: World, when: int) -> Iterator[dict]:
    for student, life in enumerate(world):
        pupil = life[when]
        if pupil is not None:
            said = pupil.gender or "not_reported"
            races = "black" if pupil.urg else "white"
            place = _name(number, pupil.school), pupil.course
            yield tools.student(_name(number, student), *place, gender=said, races=races)


def _name(number: int, part: object) -> str:
    return f"w{number:05d}{part}"


def _rows(release: Contents, worlds: int) -> list[Hashable]:
    """The rows about each world, as a bag, without its number."""
    found: dict[int, Counter[tuple]] = defaultdict(Counter)
    for name in COUNTED:
        for row in release.table(name).to_pylist():
            _add(found, name, row, row["geo_id"])
    for row in _composed(release.table("composition")):
        _add(found, "composition", row, row["geo_id"])
    return [frozenset(found[number].items()) for number in range(worlds)]


def _composed(composition: pa.Table) -> list[dict]:
    """Which estimates there are: one row for each table of a place."""
    key = ["level", "geo_id", "school_year", "course_id", "family", "margin", "units"]
    return composition.group_by(key).aggregate([("category", "count")]).to_pylist()


def _add(found: dict[int, Counter[tuple]], table: str, row: dict, place: str) -> None:
    """Counts a row for the world in whose name it is; places that worlds share are left out."""
    if mine := NUMBER.search(place):
        said = [
            value.replace(mine[0], "") if isinstance(value, str) else value
            for name, value in row.items()
            if name not in NOISY
        ]
        found[int(mine[1])][table, *said] += 1
