"""The shortest way to each recovered cell.

One sum that says it is looked for first, then two; among these the shortest is found. Then sums ever further
around the cell, until they say it; of those as many are left out as can be, so that none is idle.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

import numpy as np

from catchment.attack.tables.additive import Tables
from catchment.attack.tables.subsets import around, enough, range_of
from catchment.attack.tables.trace import Fact, Trace

MOST_PAIRS = 500
MOST_STEPS, MOST_SOLVED = 2_000, 400
"""Sums that are looked at for one cell: step by step, and all at once by the solver."""


@dataclass(frozen=True)
class Deduction:
    """`rows`: the sums that say it; empty if those within reach do not. `steps`: how, if it goes by steps."""

    cell: int
    value: int
    rows: tuple[int, ...]
    steps: tuple[Fact, ...]


class Deductions:
    """Finds them in tables whose recovered cells are known."""

    def __init__(self, tables: Tables) -> None:
        self._spans, self._sums = tables.ranges, tables.sums
        self._ranges, self._terms = tables.as_ranges(), tables.equations.terms
        self._rows_of: dict[int, list[int]] = defaultdict(list)
        for row, (total, parts) in enumerate(self._sums):
            for cell in (total, *parts):
                self._rows_of[cell].append(row)
        self._alone = cache(lambda row: self._trace([row]))

    def of(self, cell: int, value: int) -> Deduction:
        rows = self._shortest(cell)
        trace = self._trace(rows)
        return Deduction(cell, value, rows, tuple(trace.proof(cell)) if trace.settles(cell) else ())

    def _trace(self, rows: Sequence[int]) -> Trace:
        return Trace(self._spans, self._sums, rows)

    def _shortest(self, cell: int) -> tuple[int, ...]:
        for row in self._rows_of[cell]:
            if self._alone(row).settles(cell):
                return (row,)
        for pair, circular in islice(self._pairs(cell), MOST_PAIRS):
            if self._trace(pair).settles(cell) or (circular and self._say(pair, cell)):
                return pair
        return self._stepwise(cell) or self._at_once(cell)

    def _pairs(self, cell: int) -> Iterator[tuple[tuple[int, int], bool]]:
        """A sum of the cell with another that says something of it, or that shares two open cells with it.

        The latter are circular: what they say together no chain of single sums says.
        """
        for row in self._rows_of[cell]:
            shared: dict[int, int] = defaultdict(int)
            telling = dict[int, None]()
            for other_cell in self._open(row):
                for other in self._rows_of[other_cell]:
                    shared[other] += 1
                    if other_cell in self._alone(other).narrowed():
                        telling[other] = None
            for other in shared:
                if other != row and (other in telling or shared[other] > 1):
                    yield (row, other), shared[other] > 1

    def _open(self, row: int) -> list[int]:
        total, parts = self._sums[row]
        return [cell for cell in (total, *parts) if self._spans[cell][0] < self._spans[cell][1]]

    def _say(self, rows: tuple[int, ...], cell: int) -> bool:
        low, high = range_of(self._ranges, self._terms, np.array(rows, dtype=np.int64), cell)
        return low == high

    def _stepwise(self, cell: int) -> tuple[int, ...]:
        """By propagation, sum after sum."""
        for rows in around(self._ranges, self._terms, cell):
            if len(rows) > MOST_STEPS:
                break
            trace = self._trace(rows.tolist())
            if trace.settles(cell):
                used = np.array(list(dict.fromkeys(fact.sum for fact in reversed(trace.proof(cell)))))
                found = enough(used, lambda some: self._trace(some.tolist()).settles(cell))
                return tuple(sorted(found.tolist()))
        return ()

    def _at_once(self, cell: int) -> tuple[int, ...]:
        """By what the sums say together and no chain of single ones does."""
        for rows in around(self._ranges, self._terms, cell):
            if len(rows) > MOST_SOLVED:
                break
            if self._say(tuple(rows.tolist()), cell):
                found = enough(rows, lambda some: self._say(tuple(some.tolist()), cell))
                return tuple(sorted(found.tolist()))
        return ()
