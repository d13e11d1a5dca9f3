"""Worlds as headcounts: how many students each school has in each course at each release.

Counts and their sums depend on nothing else about the students, so a world of headcounts stands for all the
microdata that have them. Students may join, leave, move or be erased between releases, so that each release
may have any headcount.
"""

from collections.abc import Iterator
from itertools import product

from tests.worlds.guarantee import Account
from tests.worlds.reading import Reader
from tests.worlds.town import Town

Crowd = tuple[tuple[int, ...], ...]
"""By school, then by course, in the order of the town."""
World = tuple[Crowd, ...]
"""By release."""


def worlds(town: Town, most: int) -> Iterator[World]:
    """Every world with at most `most` students a group that public enrolment allows."""
    per_school = [_of_school(town, school.enrolled, most) for school in town.schools]
    return product(list(product(*per_school)), repeat=town.releases)


def _of_school(town: Town, enrolled: int | None, most: int) -> list[tuple[int, ...]]:
    every = product(range(most + 1), repeat=len(town.courses))
    return [counts for counts in every if _fits(town, counts, enrolled)]


def _fits(town: Town, counts: tuple[int, ...], enrolled: int | None) -> bool:
    return enrolled is None or all(sum(counts[at] for at in family) <= enrolled for family in town.families())


def account(town: Town, world: World, most: int) -> Account:
    """What may be learned of a world in which nobody believes in more than `most` students a group."""
    told, numbers, promises = [], {}, {}
    for where, school in enumerate(town.schools):
        for family in town.families():
            reader = Reader(town.n, school.enrolled, most)
            for when in range(town.releases):
                counts = {town.courses[at]: world[when][where][at] for at in family}
                told.append(reader.release(counts))
                place = when, school.id
                numbers |= {("students", *place, course): count for course, count in counts.items()}
                promises |= {("students", *place, course): open_ for course, open_ in reader.open.items()}
    return Account(tuple(told), numbers, promises)
