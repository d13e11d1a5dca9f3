"""What a set of additive tables says about each of its cells."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from catchment.attack.tables.box import subsystem
from catchment.attack.tables.contradiction import contradiction_at
from catchment.attack.tables.core import components, cut
from catchment.attack.tables.equations import Equations, Ranges, as_ranges
from catchment.attack.tables.propagation import Empty, propagate
from catchment.attack.tables.search import Flags, Infeasible, settle

Goal = Literal["ranges", "recovered"]


@dataclass(frozen=True)
class Found:
    """The range of each cell in all worlds that fit; arrays over the cells (see the package)."""

    low: Ranges
    high: Ranges
    tight: Flags
    recovered: Flags

    @property
    def zero(self) -> Flags:
        """Recovered, and it is nobody."""
        return self.recovered & (self.high == 0)


def bounds(cells: ArrayLike, equations: Equations, *, goal: Goal = "ranges") -> Found:
    """The narrowest range of each cell. ValueError for malformed cells; Contradiction if no world fits."""
    published = as_ranges(cells)
    terms = equations.terms
    try:
        core, everything = cut(propagate(published, terms), terms)
    except Empty as none_left:
        raise contradiction_at(published, terms, none_left.cell) from none_left
    ranges, tight = core.ranges.copy(), np.ones(len(core.ranges), dtype=bool)
    for rows, free in components(core):
        try:
            ranges[free], tight[free] = settle(subsystem(core.ranges, core.terms, rows, free), goal)
        except Infeasible as no_world:
            raise contradiction_at(published, terms, int(free[0])) from no_world
    final = propagate(ranges, everything)[: core.cells]
    is_open = published[:, 0] < published[:, 1]
    return Found(final[:, 0], final[:, 1], tight[: core.cells], is_open & (final[:, 0] == final[:, 1]))
