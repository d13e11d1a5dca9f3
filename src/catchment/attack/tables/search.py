"""The exact ranges of one connected system: what worlds reach from within, what the solver rules out.

Claim: an end of a range is tight when a world of whole numbers, checked exactly, has it and none lies beyond.
Why: every world is kept for all its cells, so most ends are reached without a question of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catchment.attack.tables.box import WHOLE, Box, Optimum, System, whole_world
from catchment.attack.tables.equations import Ranges

MOST_ROUNDS = 40
LEAST_GAIN = 0.01
Flags = NDArray[np.bool_]


class Infeasible(Exception):
    """No world fits the system."""


@dataclass
class Search:
    """`outer` holds in every world; `inner` is what worlds that were seen reach (upside down before any)."""

    system: System
    outer: Ranges
    inner: Ranges

    @classmethod
    def of(cls, system: System) -> "Search":
        nothing = np.tile([np.inf, -np.inf], (len(system.ranges), 1))
        return cls(system, system.ranges.copy(), nothing)

    def see(self, world: Ranges | None) -> bool:
        """Keep a world of whole numbers; False if this is none."""
        found = whole_world(self.system, world)
        if found is None:
            return False
        np.minimum(self.inner[:, 0], found, out=self.inner[:, 0])
        np.maximum(self.inner[:, 1], found, out=self.inner[:, 1])
        return True

    def unsettled(self) -> Flags:
        """(n, 2): the ends that no world reaches yet."""
        return self.outer != self.inner

    def unseparated(self) -> Flags:
        """(n, 2): both ends of the cells that have one value in all worlds seen so far."""
        same = (self.inner[:, 0] >= self.inner[:, 1]) & (self.outer[:, 0] < self.outer[:, 1])
        return np.column_stack([same, same])


Wanted = Callable[[Search], Flags]
GOALS: dict[str, Wanted] = {"ranges": Search.unsettled, "recovered": Search.unseparated}


def settle(system: System, goal: str) -> tuple[Ranges, Flags]:
    """The ranges of all columns and whether both ends are tight. Raises Infeasible."""
    search = Search.of(system)
    wanted = GOALS[goal]
    box = Box(system)
    begin(search, box)
    sweep(search, box, wanted)
    ask_each(search, box, wanted)
    return search.outer, ~search.unsettled().any(axis=1)


def begin(search: Search, box: Box) -> None:
    """A first world."""
    nothing = np.zeros(box.size)
    first = box.least(nothing)
    if first is None:
        raise Infeasible
    if not search.see(first.world):
        whole = Box(search.system, whole=True).least(nothing)
        if whole is None:
            raise Infeasible
        search.see(whole.world)


def sweep(search: Search, box: Box, wanted: Wanted) -> None:
    """Worlds that go for as many ends as they can at once, as long as that settles many."""
    chance = np.random.default_rng(1)
    left = int(wanted(search).sum())
    for _ in range(MOST_ROUNDS):
        goes = wanted(search) & np.isfinite(search.outer)
        if not goes.any():
            return
        up = goes[:, 1] & (~goes[:, 0] | (chance.random(box.size) < 0.5))
        found = box.least(np.where(up, -1.0, np.where(goes[:, 0], 1.0, 0.0)))
        if found is not None:
            search.see(found.world)
        before, left = left, int(wanted(search).sum())
        if before - left < LEAST_GAIN * before:
            return


def ask_each(search: Search, box: Box, wanted: Wanted) -> None:
    """The solver's answer for each end that is left."""
    whole: Box | None = None
    for column in range(box.size):
        for side in (0, 1):
            if not wanted(search)[column, side]:
                continue
            if not _ask(search, box, column, side):
                whole = whole or Box(search.system, whole=True)
                _ask(search, whole, column, side)


def _ask(search: Search, box: Box, column: int, side: int) -> bool:
    """Move an end of the outer range to what the solver proves; False if no world of whole numbers has it."""
    sense = 1.0 if side == 0 else -1.0
    costs = np.zeros(box.size)
    costs[column] = sense
    found = box.least(costs)
    if found is None:
        raise Infeasible
    search.outer[column, side] = _end(found, sense, search.outer[column, side])
    box.narrow(column, *search.outer[column])
    return search.see(found.world) or found.world is None


def _end(found: Optimum, sense: float, known: float) -> float:
    """The whole number at which the range ends, never beyond what was known."""
    if np.isinf(found.value):
        return known
    end = sense * np.ceil(found.value - WHOLE)
    return float(max(end, known) if sense > 0 else min(end, known))
