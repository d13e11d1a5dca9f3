"""The assertion of the guarantee: what is published lets every withheld number take every promised value.

An adversary who knows the algorithm and sees everything published keeps exactly the worlds in which the same
would have been published. So the worlds are grouped by what is published, and the numbers of each group are
held against what the reference reading tells of its worlds.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any, NamedTuple

World = Any
Question = Hashable
"""A number that somebody may ask for, such as ("students", release, school, course)."""
Possible = dict[Question, set[int]]


class Account(NamedTuple):
    """The reference reading of one world.

    `told` is all that anybody may learn, `numbers` answers every question that could be asked, and
    `promises` names values of withheld numbers that must remain, whatever else is known.
    """

    told: Hashable
    numbers: Mapping[Question, int]
    promises: Mapping[Question, Collection[int]]


class Violation(NamedTuple):
    """In `world`, what is published leaves `left` of `question`, where `open` should be left."""

    world: World
    question: Question
    left: tuple[int, ...]
    open: tuple[int, ...]


def violations(
    worlds: Iterable[World], published: Callable[[World], Hashable], read: Callable[[World], Account]
) -> list[Violation]:
    """Every broken promise, once for each group of worlds that look the same and each question."""
    accounts = [(world, published(world), read(world)) for world in worlds]
    left, open_ = defaultdict(dict), defaultdict(dict)
    for _, seen, account in accounts:
        _add(left[seen], account.numbers)
        _add(open_[account.told], account.numbers)
    broken: dict[Hashable, Violation] = {}
    for world, seen, account in accounts:
        for question, values in left[seen].items():
            open_here = open_[account.told][question].union(account.promises.get(question, ()))
            if (seen, question) not in broken and not _kept(values, open_here):
                sides = tuple(sorted(values)), tuple(sorted(open_here))
                broken[seen, question] = Violation(world, question, *sides)
    return list(broken.values())


def _add(possible: Possible, numbers: Mapping[Question, int]) -> None:
    for question, value in numbers.items():
        possible.setdefault(question, set()).add(value)


def _kept(left: set[int], open_: set[int]) -> bool:
    """What is told must be told, and of what is not told every open value must remain."""
    return left == open_ if len(open_) == 1 else left >= open_
