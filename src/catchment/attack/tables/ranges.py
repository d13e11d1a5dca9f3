"""What a set of additive tables says about each of its cells."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from catchment.attack.tables.box import System, part_of
from catchment.attack.tables.contradiction import contradiction_at
from catchment.attack.tables.core import components, cut
from catchment.attack.tables.equations import Equations, Ranges, as_ranges
from catchment.attack.tables.first import first_world
from catchment.attack.tables.propagation import Empty, propagate
from catchment.attack.tables.search import GOALS, Flags, Infeasible, Search, ask_each
from catchment.attack.tables.sweep import sweep

Goal = Literal["ranges", "recovered"]


@dataclass(frozen=True)
class Found:
    """What is known of each cell in all worlds that fit; arrays over the cells (see the package)."""

    low: Ranges
    high: Ranges
    settled: Flags
    recovered: Flags

    @property
    def zero(self) -> Flags:
        """Recovered, and it is nobody."""
        return self.recovered & (self.high == 0)


def bounds(cells: ArrayLike, equations: Equations, *, goal: Goal = "ranges") -> Found:
    """What the equations leave of each cell. ValueError: malformed cells; Contradiction: no world fits."""
    published = as_ranges(cells)
    terms = equations.terms
    try:
        core, everything = cut(propagate(published, terms), terms)
    except Empty as none_left:
        raise contradiction_at(published, terms, none_left.cell) from none_left
    ranges, settled = core.ranges.copy(), np.ones(len(core.ranges), dtype=bool)
    whole = System(core.ranges, core.terms, np.zeros((core.terms.rows, 2)))
    for rows, free in components(core):
        try:
            ranges[free], settled[free] = settle(part_of(whole, rows, free, core.ranges), goal)
        except Infeasible as no_world:
            raise contradiction_at(published, terms, int(free[no_world.column])) from no_world
    final = propagate(ranges, everything)[: core.cells]
    is_open = published[:, 0] < published[:, 1]
    return Found(final[:, 0], final[:, 1], settled[: core.cells], is_open & (final[:, 0] == final[:, 1]))


def settle(system: System, goal: Goal) -> tuple[Ranges, Flags]:
    """The ranges of all columns, and whether what the goal asks is proven of them. Raises Infeasible."""
    search = Search(system, GOALS[goal])
    world = first_world(system, search.surroundings)
    if world is not None:
        search.see(np.arange(len(system)), world)
        sweep(search)
    ask_each(search)
    return search.outer, ~search.wants(np.arange(len(system))).any(axis=1)
