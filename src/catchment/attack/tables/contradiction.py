"""Which equations cannot hold together."""

import numpy as np

from catchment.attack.tables.equations import Contradiction, Positions, Ranges, Terms
from catchment.attack.tables.subsets import around, enough, possible


def contradiction_at(ranges: Ranges, terms: Terms, cell: int) -> Contradiction:
    """The contradiction around a cell that has no value left, or that lies in a system without a world."""
    rows = _impossible(ranges, terms, cell)
    return Contradiction(enough(rows, lambda some: not possible(ranges, terms, some)))


def _impossible(ranges: Ranges, terms: Terms, cell: int) -> Positions:
    rows = np.zeros(0, dtype=np.int64)
    for rows in around(ranges, terms, cell):
        if not possible(ranges, terms, rows):
            break
    return rows
