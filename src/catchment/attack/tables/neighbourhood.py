"""The columns nearest to one column: small systems that say something certain about a large one.

With everything outside held as in a world that fits, what happens inside can happen. With everything outside
let loose within its range, what cannot happen inside cannot happen. Where the two agree, the answer is exact.
"""

import numpy as np

from catchment.attack.tables.box import System, part_of
from catchment.attack.tables.equations import Positions, Ranges, slices

SIZES = (8, 64, 512, np.iinfo(np.int64).max)
"""Rows are crossed in this order of size: a school's own courses before the thousand schools of its state."""
FEWEST = 8


class Surroundings:
    """Finds neighbours in a system whose rows and columns are connected through its terms."""

    def __init__(self, system: System) -> None:
        self._terms = system.terms
        self._sizes = np.diff(system.terms.starts)
        by_column = np.argsort(system.terms.cell, kind="stable")
        self._rows = system.terms.row[by_column]
        self._row_starts = np.searchsorted(system.terms.cell[by_column], np.arange(len(system) + 1))
        self._chance = np.random.default_rng(1)
        # scratch, blank again after each call: clearing a million flags a call would cost more than the call
        self._reached = np.zeros(len(system), dtype=bool)
        self._crossed = np.zeros(system.terms.rows, dtype=bool)

    def near(self, column: int, most: int) -> Positions:
        """Up to `most` columns, nearest first."""
        if most >= len(self._reached):
            return np.arange(len(self._reached))
        found, crossed = np.array([column]), []
        self._reached[column] = True
        level, seen = 0, [0] * len(SIZES)
        while len(found) < most and level < len(SIZES):
            rows = self._rows_to_cross(found[seen[level] :], SIZES[level])
            seen[level] = len(found)
            fresh = self._across(rows, min(most - len(found), max(FEWEST, len(found))))
            crossed.append(rows)
            found = np.concatenate([found, fresh])
            level = 0 if len(fresh) else level + 1
        self._reached[found] = False
        self._crossed[np.concatenate(crossed)] = False
        return found

    def _rows_to_cross(self, columns: Positions, largest: int) -> Positions:
        rows = np.unique(self._rows[slices(self._row_starts[columns], self._row_starts[columns + 1])])
        rows = rows[(self._sizes[rows] <= largest) & ~self._crossed[rows]]
        self._crossed[rows] = True
        return rows

    def _across(self, rows: Positions, most: int) -> Positions:
        """Columns on the other side, at most so many: of a long row a few are company enough."""
        columns = np.unique(self._terms.cell[self._terms.of_rows(rows)])
        fresh = columns[~self._reached[columns]]
        if len(fresh) > most:
            fresh = self._chance.choice(fresh, most, replace=False)
        self._reached[fresh] = True
        return fresh


def within(system: System, columns: Positions, outside: Ranges) -> System:
    """The rows that touch `columns`, over these columns; every other column has its range in `outside`."""
    rows = np.unique(system.terms.row[system.terms.of_cells(columns)])
    return part_of(system, rows, columns, outside)
