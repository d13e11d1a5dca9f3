"""The ranges of one connected system: what worlds reach from within, what the solver rules out from without.

Claim: an end of a range is tight when a world of whole numbers, checked exactly, has it and none lies beyond.
Why: every world is kept for all its cells, so most ends are reached without a question of their own, and the
questions left are put to the surroundings of a cell, wider until the answers from within and without agree.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from catchment.attack.tables.box import WHOLE, Box, Optimum, System, whole_world
from catchment.attack.tables.equations import Positions, Ranges
from catchment.attack.tables.neighbourhood import Surroundings, within

WITHIN, WITHOUT = "within", "without"
Flags = NDArray[np.bool_]
Wanted = Callable[[Ranges, Ranges], Flags]
WIDTHS = (300, 2_000, 20_000)
"""Columns that are looked at together for one question; beyond the last the answer stays open."""
WHOLE_WIDTH = 2_000
"""Columns beyond which no search in whole numbers is tried."""


class Infeasible(Exception):
    """No world fits the system; `column` lies in what cannot be."""

    def __init__(self, column: int) -> None:
        self.column = column
        super().__init__(column)


def unsettled(outer: Ranges, inner: Ranges) -> Flags:
    """(n, 2): the ends that no world reaches yet."""
    return outer != inner


def unseparated(outer: Ranges, inner: Ranges) -> Flags:
    """(n, 2): the ends that may tell a second value of columns that had one in all worlds so far."""
    one_value = (inner[:, 0] >= inner[:, 1]) & (outer[:, 0] < outer[:, 1])
    return one_value[:, None] & unsettled(outer, inner)


GOALS: dict[str, Wanted] = {"ranges": unsettled, "recovered": unseparated}


@dataclass
class Search:
    """`outer` holds in every world; `inner` is what the worlds seen reach; `world` is one that fits."""

    system: System
    wanted: Wanted
    world: Ranges | None = None
    outer: Ranges = field(init=False)
    inner: Ranges = field(init=False)

    def __post_init__(self) -> None:
        self.outer = self.system.ranges.copy()
        self.inner = np.tile([np.inf, -np.inf], (len(self.system), 1))
        self.surroundings = Surroundings(self.system)
        if self.world is not None:
            self.see(np.arange(len(self.system)), self.world)

    def see(self, columns: Positions, values: Ranges) -> None:
        """Keep a world: the one that fits, with other values in these columns."""
        if self.world is None:
            self.world = values.copy()
        self.world[columns] = values + 0.0  # no negative zero
        self.inner[columns, 0] = np.minimum(self.inner[columns, 0], values)
        self.inner[columns, 1] = np.maximum(self.inner[columns, 1], values)

    def wants(self, columns: Positions) -> Flags:
        """The ends of these columns that are still looked for."""
        return self.wanted(self.outer[columns], self.inner[columns])

    def held(self) -> Ranges:
        """Every column at its value in the world that fits."""
        assert self.world is not None
        return np.broadcast_to(self.world[:, None], (len(self.world), 2))


@dataclass
class View:
    """Some columns of a search, asked from within (the rest held) or from without (the rest loose)."""

    search: Search
    columns: Positions
    boxes: dict[bool, Box] = field(default_factory=dict)

    @property
    def everything(self) -> bool:
        return len(self.columns) == len(self.search.system)

    @property
    def sides(self) -> tuple[str, ...]:
        """Of everything the two are the same; without a world that fits nothing can be held."""
        return (WITHOUT,) if self.everything or self.search.world is None else (WITHIN, WITHOUT)

    def ask(self, side: str, whole: bool, costs: Ranges) -> Optimum | None:
        """The least of a sum. A world of whole numbers that comes with it is kept if the rest is in it."""
        box = self._box(side, whole)
        found = box.least(costs)
        world = whole_world(box.system, found.world) if found else None
        if world is not None and (side == WITHIN or self.everything):
            self.search.see(self.columns, world)
        return found

    def _box(self, side: str, whole: bool) -> Box:
        if not self.everything:
            outside = self.search.held() if side == WITHIN else self.search.outer
            return Box(within(self.search.system, self.columns, outside), whole)
        if whole not in self.boxes:
            self.boxes[whole] = Box(self.search.system, whole)
        return self.boxes[whole]


def ask_each(search: Search) -> None:
    """An answer for each column that is still looked for. Raises Infeasible."""
    everything = np.arange(len(search.system))
    whole = View(search, everything) if len(everything) <= WIDTHS[-1] else None
    for column in np.flatnonzero(search.wants(everything).any(axis=1)).tolist():
        for view in _views(search, column, whole):
            if not search.wants(np.array([column])).any():
                break
            for question in product((False, True) if len(view.columns) <= WHOLE_WIDTH else (False,), (0, 1)):
                _ask(view, column, *question)


def _views(search: Search, column: int, whole: View | None) -> Iterator[View]:
    """The surroundings of a column, wider and wider."""
    for width in WIDTHS:
        if whole and width >= len(search.system):
            yield whole
            return
        yield View(search, np.sort(search.surroundings.near(column, width)))


def _ask(view: View, column: int, whole: bool, end: int) -> None:
    """Ask for one end from without and from within, as long as it is looked for."""
    search = view.search
    costs = (1.0 if end == 0 else -1.0) * (view.columns == column)
    for side in view.sides:
        if not search.wants(np.array([column]))[0, end]:
            return
        found = view.ask(side, whole, costs)
        if found is None:
            raise Infeasible(column)
        if side == WITHOUT:
            _rule_out(search, column, end, found.value)


def _rule_out(search: Search, column: int, end: int, least: float) -> None:
    """Move an end of the outer range to the whole number that the solver proves, if that is further in."""
    if np.isfinite(least):
        known = search.outer[column, end]
        proven = np.ceil(least - WHOLE) + 0.0  # no negative zero
        search.outer[column, end] = max(proven, known) if end == 0 else min(0.0 - proven, known)
