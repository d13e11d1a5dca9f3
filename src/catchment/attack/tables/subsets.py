"""What a few of the equations say by themselves, and which few are enough to say it."""

from collections.abc import Callable, Iterator

import numpy as np

from catchment.attack.tables.box import WHOLE, Box, System, part_of
from catchment.attack.tables.equations import Positions, Ranges, Terms
from catchment.attack.tables.propagation import Empty, propagate

Range = tuple[float, float]
Says = Callable[[Positions], bool]


class Impossible(Exception):
    """No world fits the equations that were asked."""


def part(ranges: Ranges, terms: Terms, rows: Positions) -> tuple[System, Positions]:
    """The equations alone, as a system of its own, and the cells that its columns are."""
    free = open_cells(ranges, terms, rows)
    everything = System(ranges, terms, np.zeros((terms.rows, 2)))
    return part_of(everything, rows, free, ranges), free


def open_cells(ranges: Ranges, terms: Terms, rows: Positions) -> Positions:
    """The cells of these equations that were not published."""
    cells = np.unique(terms.cell[terms.of_rows(rows)])
    return cells[ranges[cells, 0] < ranges[cells, 1]]


def range_of(ranges: Ranges, terms: Terms, rows: Positions, cell: int) -> Range:
    """The range of a cell if nothing but these equations were known. Raises Impossible."""
    rows = np.sort(rows)
    low, high = _by_propagation(ranges, terms, rows)[cell]
    system, cells = part(ranges, terms, rows)
    column = int(np.searchsorted(cells, cell))
    for whole in (False, True):
        if low < high and column < len(cells) and cells[column] == cell:
            low, high = _by_solver(Box(system, whole), column)
    return low, high


def possible(ranges: Ranges, terms: Terms, rows: Positions) -> bool:
    """Whether any world fits these equations."""
    rows = np.sort(rows)
    try:
        _by_propagation(ranges, terms, rows)
    except Impossible:
        return False
    system, _ = part(ranges, terms, rows)
    nothing = np.zeros(len(system))
    return all(Box(system, whole).least(nothing) is not None for whole in (False, True))


def _by_propagation(ranges: Ranges, terms: Terms, rows: Positions) -> Ranges:
    at = terms.of_rows(rows)
    alone = Terms(np.searchsorted(rows, terms.row[at]), terms.cell[at], terms.sign[at], len(rows))
    try:
        return propagate(ranges, alone)
    except Empty as none_left:
        raise Impossible from none_left


def _by_solver(box: Box, column: int) -> Range:
    costs = np.zeros(len(box.system))
    ends = []
    for sense in (1.0, -1.0):
        costs[column] = sense
        found = box.least(costs)
        if found is None:
            raise Impossible
        ends.append(sense * np.ceil(found.value - WHOLE))
    return float(ends[0]), float(ends[1])


def around(ranges: Ranges, terms: Terms, cell: int) -> Iterator[Positions]:
    """The equations of a cell, then ever wider those that share an open cell with the ones before."""
    rows = np.unique(terms.row[terms.of_cells(np.array([cell]))])
    while True:
        yield rows
        reached = open_cells(ranges, terms, rows)
        fresh = np.setdiff1d(terms.row[terms.of_cells(reached)], rows)
        if not len(fresh):
            return
        rows = np.concatenate([rows, fresh])


def enough(rows: Positions, says: Says) -> Positions:
    """A part of `rows` that still says it and of which none can be left out; earlier rows are preferred.

    `rows` says it, and whatever says it goes on saying it with more rows (Junker's QuickXplain).
    """
    nothing = rows[:0]
    return nothing if says(nothing) else _enough(nothing, nothing, rows, says)


def _enough(kept: Positions, added: Positions, rows: Positions, says: Says) -> Positions:
    if len(added) and says(kept):
        return rows[:0]
    if len(rows) == 1:
        return rows
    first, second = np.array_split(rows, 2)
    from_second = _enough(np.concatenate([kept, first]), first, second, says)
    from_first = _enough(np.concatenate([kept, from_second]), from_second, first, says)
    return np.concatenate([from_first, from_second])
