"""Additive tables as cells with ranges and equations between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ranges = NDArray[np.float64]
Positions = NDArray[np.int64]


class Contradiction(Exception):
    """No world fits. `equations` (positions) cannot hold together; leaving any one out may mend it."""

    def __init__(self, equations: Iterable[int]) -> None:
        self.equations = sorted(int(each) for each in equations)
        super().__init__(f"equations {self.equations} contradict each other")


@dataclass(frozen=True)
class Equations:
    """`totals[k]` is the sum of `parts[starts[k]:starts[k + 1]]`; int64 of (m,), (m + 1,) and all parts."""

    totals: Positions
    starts: Positions
    parts: Positions

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, Sequence[int]]]) -> "Equations":
        """From pairs of a total and its parts."""
        listed = list(pairs)
        lengths = [len(parts) for _, parts in listed]
        return cls(
            np.array([total for total, _ in listed], dtype=np.int64),
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            np.array([part for _, parts in listed for part in parts], dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.totals)

    def parts_of(self, equation: int) -> Positions:
        return self.parts[self.starts[equation] : self.starts[equation + 1]]

    @cached_property
    def terms(self) -> "Terms":
        """Every equation as a sum that is zero: its total with -1, its parts with +1."""
        count = len(self)
        row = np.concatenate([np.arange(count), np.repeat(np.arange(count), np.diff(self.starts))])
        cell = np.concatenate([self.totals, self.parts])
        sign = np.concatenate([-np.ones(count), np.ones(len(self.parts))])
        order = np.argsort(row, kind="stable")
        return Terms(row[order], cell[order], sign[order], count)


@dataclass(frozen=True)
class Terms:
    """The equations' non-zero coefficients, by equation: row, cell and sign, one of each a term."""

    row: Positions
    cell: Positions
    sign: Ranges
    rows: int

    @cached_property
    def starts(self) -> Positions:
        """The terms of row r are starts[r]:starts[r + 1]."""
        return np.searchsorted(self.row, np.arange(self.rows + 1))

    def of_rows(self, rows: Positions) -> Positions:
        """The terms of the given rows, in their order."""
        return slices(self.starts[rows], self.starts[rows + 1])

    @cached_property
    def _by_cell(self) -> tuple[Positions, Positions]:
        order = np.argsort(self.cell, kind="stable")
        return order, self.cell[order]

    def of_cells(self, cells: Positions) -> Positions:
        """The terms in which any of the given cells stands."""
        order, sorted_cells = self._by_cell
        first = np.searchsorted(sorted_cells, cells, side="left")
        last = np.searchsorted(sorted_cells, cells, side="right")
        return order[slices(first, last)]

    def keep(self, chosen: NDArray[np.bool_]) -> "Terms":
        """Only the chosen terms, rows numbered as before."""
        return Terms(self.row[chosen], self.cell[chosen], self.sign[chosen], self.rows)


def slices(first: Positions, last: Positions) -> Positions:
    """first[0]..last[0]-1, first[1]..last[1]-1 and so on, in one array."""
    lengths = last - first
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - lengths), lengths)


def as_ranges(cells: ArrayLike) -> Ranges:
    """An (n, 2) array of its own. ValueError if a range is empty, upside down or not a number."""
    ranges = np.array(cells, dtype=np.float64)
    if ranges.ndim != 2 or ranges.shape[1] != 2:
        raise ValueError(f"cells must have shape (n, 2), not {ranges.shape}")
    if not (ranges[:, 0] <= ranges[:, 1]).all():
        raise ValueError("the lowest count of a cell is above its highest")
    return ranges
