"""Where subtraction alone may not be enough: cycles of open cells, cut free of the trees that hang on them.

Claim: ranges that are exact for the core are exact everywhere after one more propagation.
Why: what hangs on an equation of the core touches it through one sum only. That sum is a column of the core
(a "rest"), so its range is exact too, and in the tree below propagation is exact (see `propagation`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catchment.attack.tables.equations import Positions, Ranges, Terms


@dataclass(frozen=True)
class Core:
    """What needs a solver. Cells from `cells` on are rests: sums of what hangs on one equation."""

    terms: Terms
    ranges: Ranges
    cells: int


def cut(ranges: Ranges, terms: Terms) -> tuple[Core, Terms]:
    """The core, and all terms again with every rest split off into an equation of its own.

    The second system propagates from the core to everything else; its cells are those of the core's `ranges`.
    """
    open_cell = ranges[:, 0] < ranges[:, 1]
    live = _in_cycles(terms, open_cell)
    in_core = np.bincount(terms.row[live], minlength=terms.rows) > 0
    hanging = open_cell[terms.cell] & ~live & in_core[terms.row]
    hung_rows = np.unique(terms.row[hanging])
    rest_of = np.full(terms.rows, -1)
    rest_of[hung_rows] = len(ranges) + np.arange(len(hung_rows))
    joined = np.concatenate([ranges, _rests(ranges, terms, hanging, hung_rows)])
    link = Terms(hung_rows, rest_of[hung_rows], np.ones(len(hung_rows)), terms.rows)
    core = _joined(terms.keep(in_core[terms.row] & ~hanging), link)
    return Core(core, joined, len(ranges)), _split(terms, hanging, rest_of, hung_rows)


def _in_cycles(terms: Terms, open_cell: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The terms left when cells of one equation and equations of one cell are taken off, again and again."""
    live = open_cell[terms.cell]
    while True:
        uses = np.bincount(terms.cell[live], minlength=len(open_cell))
        loose = live & (uses[terms.cell] < 2)
        rest = live & ~loose
        sizes = np.bincount(terms.row[rest], minlength=terms.rows)
        rest &= sizes[terms.row] > 1
        if (rest == live).all():
            return live
        live = rest


def _rests(ranges: Ranges, terms: Terms, hanging: NDArray[np.bool_], rows: Positions) -> Ranges:
    part = terms.keep(hanging)
    below, above = ranges[part.cell, 0], ranges[part.cell, 1]
    low = np.bincount(part.row, np.where(part.sign > 0, below, -above), minlength=terms.rows)
    high = np.bincount(part.row, np.where(part.sign > 0, above, -below), minlength=terms.rows)
    return np.column_stack([low[rows], high[rows]])


def _split(terms: Terms, hanging: NDArray[np.bool_], rest_of: Positions, rows: Positions) -> Terms:
    """Row r becomes: core part + rest = 0, and in a new row: hanging part - rest = 0."""
    fresh = np.full(terms.rows, -1)
    fresh[rows] = terms.rows + np.arange(len(rows))
    total = terms.rows + len(rows)
    moved = Terms(np.where(hanging, fresh[terms.row], terms.row), terms.cell, terms.sign, total)
    above = Terms(rows, rest_of[rows], np.ones(len(rows)), total)
    below = Terms(fresh[rows], rest_of[rows], -np.ones(len(rows)), total)
    return _joined(_joined(moved, above), below)


def _joined(one: Terms, other: Terms) -> Terms:
    row = np.concatenate([one.row, other.row])
    order = np.argsort(row, kind="stable")
    cell = np.concatenate([one.cell, other.cell])
    sign = np.concatenate([one.sign, other.sign])
    return Terms(row[order], cell[order], sign[order], max(one.rows, other.rows))


def components(core: Core) -> Iterator[tuple[Positions, Positions]]:
    """The rows and the open cells of each connected part of the core, in the order of their first row."""
    is_open = core.ranges[:, 0] < core.ranges[:, 1]
    terms = core.terms.keep(is_open[core.terms.cell])
    label = _labels(terms, len(core.ranges))
    rows, first = np.unique(terms.row, return_index=True)
    row_label = label[terms.cell[first]]
    cells = np.unique(terms.cell)
    yield from zip(_grouped(rows, row_label), _grouped(cells, label[cells]), strict=True)


def _labels(terms: Terms, cells: int) -> Positions:
    """For each cell the smallest cell it is connected to, found by halving the distance each round."""
    label = np.arange(cells)
    while True:
        least = np.full(terms.rows, cells)
        np.minimum.at(least, terms.row, label[terms.cell])
        lower = label.copy()
        np.minimum.at(lower, terms.cell, least[terms.row])
        np.minimum.at(lower, label[terms.cell], least[terms.row])
        lower = lower[lower]
        if (lower == label).all():
            return label
        label = lower


def _grouped(values: Positions, labels: Positions) -> list[Positions]:
    order = np.argsort(labels, kind="stable")
    ends = np.flatnonzero(np.diff(labels[order])) + 1
    return np.split(values[order], ends) if len(values) else []
