"""Interval propagation: what one equation after another says about each of its cells.

Claim: no world is lost, and where the open cells and their equations form no cycle the ranges are exact.
Why: in one equation a cell is what the others leave. Without a cycle, ranges that agree with every single
equation can be extended from any cell outwards, as sums of whole numbers between two ends have no gaps.
Broken, `tests/attack_tables/test_bounds.py` finds a range that differs from the enumeration of all worlds.
"""

import numpy as np

from catchment.attack.tables.equations import Positions, Ranges, Terms

MOST_ROUNDS = 1000


class Empty(Exception):
    """A cell has no value left."""

    def __init__(self, cell: int) -> None:
        self.cell = cell
        super().__init__(cell)


def propagate(ranges: Ranges, terms: Terms, rows: Positions | None = None) -> Ranges:
    """The ranges narrowed until no equation narrows any further (or `MOST_ROUNDS` are over).

    `rows`: begin with these equations only. Raises Empty.
    """
    narrowed = ranges.copy()
    waiting = np.arange(terms.rows) if rows is None else rows
    for _ in range(MOST_ROUNDS):
        if not len(waiting):
            break
        changed = _narrow(narrowed, terms, terms.of_rows(waiting))
        waiting = np.unique(terms.row[terms.of_cells(changed)])
    return narrowed


def _narrow(ranges: Ranges, terms: Terms, at: Positions) -> Positions:
    """One round over the terms `at` (whole rows); the cells that became narrower."""
    cell, sign = terms.cell[at], terms.sign[at]
    row = np.unique(terms.row[at], return_inverse=True)[1]
    below, above = ranges[cell, 0], ranges[cell, 1]
    low = np.where(sign > 0, below, -above)
    high = np.where(sign > 0, above, -below)
    # the whole sum is zero, so a term is the negative of the others
    least, most = -_others(high, row, np.inf), -_others(low, row, -np.inf)
    cells = np.unique(cell)
    before = ranges[cells]
    np.maximum.at(ranges[:, 0], cell, np.where(sign > 0, least, -most))
    np.minimum.at(ranges[:, 1], cell, np.where(sign > 0, most, -least))
    after = ranges[cells]
    empty = after[:, 0] > after[:, 1]
    if empty.any():
        raise Empty(int(cells[np.argmax(empty)]))
    return cells[(before != after).any(axis=1)]


def _others(values: Ranges, row: Positions, endless: float) -> Ranges:
    """For each term the sum of the other terms of its row; `endless` as soon as one of those is infinite."""
    infinite = np.isinf(values)
    finite = np.where(infinite, 0.0, values)
    rest = np.bincount(row, finite)[row] - finite
    return np.where(np.bincount(row, infinite)[row] > infinite, endless, rest)
