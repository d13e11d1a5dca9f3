"""What the tables give away, a line a hidden cell, and the whole in a few sentences."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isinf
from pathlib import Path
from typing import IO, Any

from catchment.attack.tables import Contradiction, Found, bounds
from catchment.attack.tables.additive import Tables, additive
from catchment.attack.tables.deduction import Deductions
from catchment.attack.tables.hierarchy import REPORTED, Cell, read_hierarchy
from catchment.attack.tables.reading import read_folder
from catchment.attack.tables.wording import in_words
from catchment.network.errors import BadInput
from catchment.network.spreadsheets import harmless

MOST_NAMED = 5


@dataclass(frozen=True)
class Line:
    """A hidden cell: what stands there, the least and most it can be, and how one knows if that is one."""

    cell: Cell
    published: str
    least: float
    most: float
    recovered: bool
    settled: bool
    deduction: str

    @property
    def zero(self) -> bool:
        """Recovered, and it is nobody."""
        return self.most == 0


@dataclass(frozen=True)
class Report:
    """`cells`, `sums`: how many there are. `left_out`: totals some of whose parts are not in the tables."""

    attributes: tuple[str, ...]
    cells: int
    sums: int
    left_out: list[Cell]
    lines: list[Line]

    @property
    def recovered(self) -> list[Line]:
        return [line for line in self.lines if line.recovered]

    def write(self, stream: IO[Any]) -> None:
        """As CSV; a most without limit is blank."""
        first, *others = REPORTED
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([first, *self.attributes, *others])
        for line in self.lines:
            most = "" if isinf(line.most) else f"{line.most:.0f}"
            flags = [str(flag).lower() for flag in (line.recovered, line.zero)]
            told = [*line.cell, line.published, f"{line.least:.0f}", most, *flags, line.deduction]
            writer.writerow([harmless(text) for text in told])

    def summary(self) -> Iterator[str]:
        yield f"{self.cells} cells, {len(self.lines)} of them hidden, and {self.sums} sums between them"
        if self.left_out:
            first = ", ".join(self.left_out[0])
            yield f"sums left out, as some of their parts are missing: {len(self.left_out)}, first {first}"
        unsettled = sum(not line.settled for line in self.lines)
        if unsettled:
            yield f"hidden cells whose range may be narrower still: {unsettled}"
        zeros = sum(line.zero for line in self.lines)
        yield f"hidden cells that can be worked out: {len(self.recovered)}, {zeros} of them as zero"


def attack(folder: Path, hierarchy_file: Path) -> Report:
    """Bounds every hidden cell of the tables in a folder. BadInput, also if no world fits them."""
    hierarchy = read_hierarchy(hierarchy_file)
    tables = additive(read_folder(folder, hierarchy), hierarchy)
    try:
        found = bounds(tables.as_ranges(), tables.equations)
    except Contradiction as error:
        raise BadInput(_contradicting(tables, error)) from error
    names = tuple(each.name for each in hierarchy.dimensions[1:])
    lines = list(_lines(tables, found))
    return Report(names, len(tables.cells), len(tables.sums), tables.left_out, lines)


def _lines(tables: Tables, found: Found) -> Iterator[Line]:
    deductions = Deductions(tables)
    for cell, (low, high) in enumerate(tables.ranges):
        if low == high:
            continue
        recovered = bool(found.recovered[cell])
        # no negative zero
        least, most = float(found.low[cell]) + 0.0, float(found.high[cell]) + 0.0
        words = in_words(tables, deductions.of(cell, int(least))) if recovered else ""
        settled = bool(found.settled[cell]) or recovered
        yield Line(tables.cells[cell], tables.published[cell], least, most, recovered, settled, words)


def _contradicting(tables: Tables, error: Contradiction) -> str:
    named = "; ".join(_sum_in_words(tables, *tables.sums[each]) for each in error.equations[:MOST_NAMED])
    more = len(error.equations) - MOST_NAMED
    return f"no numbers fit the tables; these cannot hold together: {named}" + (
        f"; and {more} more." if more > 0 else "."
    )


def _sum_in_words(tables: Tables, total: int, parts: Iterable[int]) -> str:
    """`Oak District (schools.csv line 4, column students) 30 = 12 + 24`."""
    listed = [tables.published[part] for part in parts]
    if len(listed) > 2 * MOST_NAMED:
        listed = [*listed[: 2 * MOST_NAMED], f"{len(listed) - 2 * MOST_NAMED} others"]
    where = f" ({tables.where[total]})" if tables.where[total] else ""
    total_words = ", ".join(tables.cells[total])
    return f"{total_words}{where} {tables.published[total]} = {' + '.join(listed)}"
