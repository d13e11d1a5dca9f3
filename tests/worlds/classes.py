"""Worlds of classes: how many students a teacher has, and whether the teacher shares, at each release.

A toy of the rule that a class has started with 5 students: here it starts with 3, and 5 students are shown.
"""

from collections.abc import Hashable
from datetime import date
from itertools import product
from typing import NamedTuple

from catchment.release.build.inputs import Inputs
from tests import release_tools as tools
from tests.worlds.builds import LowPolicy
from tests.worlds.guarantee import Account
from tests.worlds.reading import Reader

N, START, LARGEST = 5, 3, 5
DAYS = date(2026, 3, 1), date(2026, 4, 1)
TRAINED, STARTED = date(2025, 7, 10), date(2025, 10, 1)
TABLES = ("schools", "roster", "cohorts")


class Class(NamedTuple):
    """A class at one release: its students, whether its teacher shares, the day it was seen, its sections."""

    students: int
    shares: bool
    seen: date
    sections: int


World = tuple[Class, ...]


def worlds(releases: int) -> list[World]:
    """Every history of one class."""
    now = list(product(range(LARGEST + 1), (True, False)))
    seen, sections = (date(2025, 9, 8), date(2025, 9, 9)), (1, 2)
    return [
        tuple(Class(students, sharing, *rest) for students, sharing in history)
        for history in product(now, repeat=releases)
        for rest in product(seen, sections)
    ]


def status(students: int) -> str:
    return "no_class" if students == 0 else "class_forming" if students < START else "teaching"


def account(world: World) -> Account:
    """A row that is shared tells the status, and from the start on the day; nothing tells the sections."""
    reader = Reader(N, None, LARGEST)
    told, numbers, promises = [], {}, {}
    for when, found in enumerate(world):
        started = found.students >= START
        said = (status(found.students), found.seen if started else None) if found.shares else None
        told.append((reader.release({"csp": found.students}), said))
        numbers |= {
            ("students", when): found.students, ("seen", when): found.seen.day,
            ("sections", when): found.sections,
        }  # fmt: skip
        if not any(each.shares for each in world):
            promises.update((("students", when), values) for values in reader.open.values())
    return Account(tuple(told), numbers, promises)


def band(students: int) -> str:
    return "0-1" if students < 2 else "2-3" if students < 4 else "4 or more"


def row(number: int, found: Class) -> dict:
    """What is measured of the teacher, before the start too, and beside it what no row may ever hold."""
    started = found.students >= START
    return tools.roster_row(
        f"p{number}",
        "teacher",
        school_id=f"s{number}",
        trained_on=TRAINED,
        status=status(found.students),
        status_since=found.seen if found.students else None,
        last_activity_on=found.seen if found.students else None,
        started_on=STARTED if started else None,
        furthest_unit=1 if found.students else None,
        furthest_unit_name=None,
        sharing=found.shares,
        sections=found.sections,
        band=band(found.students),
    )


def published(lived: list[World]) -> dict[World, Hashable]:
    """What each world's own partner reads of it, over all releases."""
    series = tools.Series(LowPolicy(n=N))
    seen: dict[World, list[Hashable]] = {world: [] for world in lived}
    for when, day in enumerate(DAYS[: len(lived[0])]):
        release = series.publish(inputs(lived, when), day)
        for number, world in enumerate(lived):
            shelf = release.partners[f"p{number}"]
            rows = [(name, _said(number, each)) for name in TABLES for each in shelf[name].to_pylist()]
            seen[world].append(tuple(rows))
    return {world: tuple(rows) for world, rows in seen.items()}


def _said(number: int, row: dict) -> Hashable:
    named = {f"p{number}", f"s{number}", f"School s{number}"}
    return tuple(None if value in named else value for value in row.values())


def inputs(lived: list[World], when: int) -> Inputs:
    numbered = [(number, world[when]) for number, world in enumerate(lived)]
    return tools.inputs(
        [(f"s{number}", "csp", each.students) for number, each in numbered if each.students],
        schools=[tools.school(f"s{number}", zip=f"z{number}", district=None) for number, _ in numbered],
        regions=[(f"p{number}", None, f"z{number}") for number, _ in numbered],
        partners=[f"p{number}" for number, _ in numbered],
        roster=[row(number, each) for number, each in numbered],
    )
