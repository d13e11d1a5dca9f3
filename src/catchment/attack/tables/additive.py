"""The cells of a folder of tables and the sums between them.

A total is the sum of its parts for every combination of the other dimensions. Where parts of it are not in
the tables, the hierarchy file says what that means; by default such a sum is left out, so nothing is
concluded from a row that may exist elsewhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import inf

import numpy as np

from catchment.attack.tables.equations import Equations, Ranges
from catchment.attack.tables.hierarchy import LEFT_OUT, UNKNOWN, ZERO, Cell, Dimension, Hierarchy, Range, Sum
from catchment.attack.tables.reading import Entry
from catchment.network.errors import BadInput

_NUMBER = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.0+)?")
MOST = 10**12
"""Beyond it, a sum is no longer exact in the solver's arithmetic."""
NOT_THERE = "(not in the tables)"


@dataclass
class Tables:
    """Cells by position, and the sums between them; `left_out` are totals some of whose parts are missing."""

    cells: list[Cell] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    """The number or code as it stands in the tables."""
    where: list[str] = field(default_factory=list)
    at: dict[Cell, int] = field(default_factory=dict)
    """The first position of a cell."""
    sums: list[tuple[int, list[int]]] = field(default_factory=list)
    left_out: list[Cell] = field(default_factory=list)

    def add(self, cell: Cell, span: Range, published: str, where: str = "") -> int:
        """The position of a new entry."""
        position = len(self.cells)
        self.at.setdefault(cell, position)
        self.cells.append(cell)
        self.ranges.append(span)
        self.published.append(published)
        self.where.append(where)
        return position

    @property
    def equations(self) -> Equations:
        return Equations.of(self.sums)

    def as_ranges(self) -> Ranges:
        return np.array(self.ranges, dtype=np.float64).reshape(-1, 2)

    def name(self, position: int) -> str:
        """The cell in words; with its place in the files if it stands in several."""
        words = ", ".join(self.cells[position])
        return words if self.at[self.cells[position]] == position else f"{words} ({self.where[position]})"


def additive(entries: Iterable[Entry], hierarchy: Hierarchy) -> Tables:
    """BadInput for what is no count and no code, and for a cell that has two values."""
    tables = Tables()
    for entry in entries:
        _enter(tables, entry, hierarchy)
    if hierarchy.missing != LEFT_OUT:
        _fill(tables, hierarchy)
    for total, parts in _sums(tables, hierarchy.dimensions):
        places = [tables.at.get(part) for part in parts]
        known = [place for place in places if place is not None]
        if len(known) < len(places):
            # a total that is not broken down anywhere is no loss
            tables.left_out += [total] if known else []
        else:
            tables.sums.append((tables.at[total], known))
    return tables


def _enter(tables: Tables, entry: Entry, hierarchy: Hierarchy) -> None:
    span = _span(entry, hierarchy)
    first = tables.at.get(entry.cell)
    if first is None:
        tables.add(entry.cell, span, entry.text, entry.where)
        return
    low, high = tables.ranges[first]
    same_file = entry.file == tables.where[first].partition(" line ")[0]
    if span == (low, high):
        return
    if same_file or span[0] > high or low > span[1]:
        raise BadInput(
            f"{entry.where} says {entry.text!r} for {', '.join(entry.cell)}, and {tables.where[first]} says "
            f"{tables.published[first]!r}; if another column tells the two apart, make it an attribute in "
            f"{hierarchy.file}."
        )
    # one table hides what another shows: two entries, and a sum of one part between them
    again = tables.add(entry.cell, span, entry.text, entry.where)
    tables.sums.append((first, [again]))


def _span(entry: Entry, hierarchy: Hierarchy) -> Range:
    if entry.text in hierarchy.codes:
        return hierarchy.codes[entry.text]
    if not _NUMBER.fullmatch(entry.text):
        what = f"{entry.text!r} is no whole number from 0 on" if entry.text else "is blank"
        raise BadInput(
            f"{entry.where}: {what}; if it hides a number, say under [codes] in {hierarchy.file} "
            "what it can be."
        )
    value = int(entry.text.replace(",", "").partition(".")[0])
    if value > MOST:
        raise BadInput(f"{entry.where}: {entry.text} is too large for a count.")
    return float(value), float(value)


def _sums(tables: Tables, dimensions: tuple[Dimension, ...]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Every total that is in the tables, with its parts, there or not."""
    for axis, dimension in enumerate(dimensions):
        totals = _by_category(tables, axis)
        for each in dimension.sums:
            for cell in totals[each.total]:
                yield cell, [_moved(cell, axis, part) for part in each.parts]


def _by_category(tables: Tables, axis: int) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in tables.at:
        found[cell[axis]].append(cell)
    return found


def _moved(cell: Cell, axis: int, category: str) -> Cell:
    return (*cell[:axis], category, *cell[axis + 1 :])


def _fill(tables: Tables, hierarchy: Hierarchy) -> None:
    """Add the missing cells until none is missing: a cell that was added can be a total or a part itself."""
    span = {ZERO: (0.0, 0.0), UNKNOWN: (0.0, inf)}[hierarchy.missing]
    before = -1
    while before < len(tables.cells):
        before = len(tables.cells)
        for axis, dimension in enumerate(hierarchy.dimensions):
            by_category = _by_category(tables, axis)
            for each in dimension.sums:
                for cell in _missing(tables, by_category, axis, each, hierarchy.missing):
                    tables.add(cell, span, NOT_THERE)


def _missing(
    tables: Tables, by_category: dict[str, list[Cell]], axis: int, each: Sum, missing: str
) -> list[Cell]:
    """Parts that are not there though others are, and the total itself where it may be unknown.

    A total that is not broken down at all stays so. A missing total is never zero: its parts are there.
    """
    broken_down = {_moved(cell, axis, each.total): None for part in each.parts for cell in by_category[part]}
    wanted = []
    for total in broken_down:
        if total in tables.at or missing == UNKNOWN:
            wanted += [total, *(_moved(total, axis, part) for part in each.parts)]
    return [cell for cell in wanted if cell not in tables.at]
