"""What programs do today to such a workbook: hide small cells, round, or hide others beside small ones."""

from collections.abc import Callable

import numpy as np

from bench.workbook import Workbook

LEAST = 10
Ranges = np.ndarray
"""For each cell the least and the most that its published code says, as the general attacker takes it."""


def thresholded(book: Workbook) -> Ranges:
    """Every cell under ten, 0 too, is `<10`; everything else is shown."""
    small = book.values < LEAST
    return np.column_stack([np.where(small, 0, book.values), np.where(small, LEAST - 1, book.values)])


def rounded(book: Workbook) -> Ranges:
    """Every cell, subtotals too, is rounded to the nearest 5 by itself."""
    nearest = 5 * np.floor_divide(book.values + 2, 5)
    return np.column_stack([np.maximum(nearest - 2, 0), nearest + 2])


def suppressed(book: Workbook) -> Ranges:
    """Small cells and complements are `*`, which may be anything: as is usual, by the classic greedy method.

    As long as a subtotal leaves out exactly one cell, which subtraction would give back, the smallest other
    cell of that sum is left out as well.
    """
    hidden = book.values < LEAST
    terms = book.equations.terms
    while True:
        alone = np.bincount(terms.row, hidden[terms.cell], minlength=terms.rows) == 1
        candidates = alone[terms.row] & ~hidden[terms.cell]
        if not candidates.any():
            return np.column_stack([np.where(hidden, 0, book.values), np.where(hidden, np.inf, book.values)])
        row, cell = terms.row[candidates], terms.cell[candidates]
        order = np.lexsort((cell, book.values[cell], row))
        smallest = order[np.unique(row[order], return_index=True)[1]]
        hidden[cell[smallest]] = True


METHODS: dict[str, Callable[[Workbook], Ranges]] = {
    "plain thresholding": thresholded,
    "rounding to 5": rounded,
    "complementary suppression": suppressed,
}
