"""One NCES file as text: its kind, its cells, and the rows that are no rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from catchment.sources.nces.kinds import Kind


@dataclass(frozen=True)
class BrokenRow:
    """A row whose cells cannot be told apart. `row` counts data rows from 1."""

    row: int
    reason: str
    cells: tuple[str, ...]


@dataclass
class Sheet:
    """The recognised columns of one file, as text, with the number of each row.

    `headers` gives the file's own header for each column; `heading` is what stands above the table.
    """

    kind: Kind
    headers: dict[str, str]
    cells: pa.Table
    broken: list[BrokenRow] = field(default_factory=list)
    heading: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def rows_in(self) -> int:
        return self.cells.num_rows + len(self.broken)

    @property
    def starred(self) -> frozenset[str]:
        """The columns that NCES marks with an asterisk: they are of an earlier school year."""
        return frozenset(name for name, header in self.headers.items() if header.rstrip().endswith("*"))


def sheet_of_rows(
    kind: Kind, headers: Sequence[str], rows: Sequence[Sequence[str]], heading: str = ""
) -> Sheet:
    """A sheet of the rows below a header; a row with more or fewer cells than the header is broken."""
    width = len(headers)
    broken, good, numbers = [], [], []
    for number, row in enumerate(rows, start=1):
        cells = _fitted(row, width)
        if reason := _why_broken(cells, width):
            broken.append(BrokenRow(number, reason, tuple(row)))
        else:
            good.append(cells)
            numbers.append(number)
    columns = kind.matched(headers)
    places = {name: headers.index(header) for name, header in columns.items()}
    table = {name: pa.array([row[place] for row in good], pa.string()) for name, place in places.items()}
    return Sheet(kind, columns, pa.table({"row": pa.array(numbers, pa.int64()), **table}), broken, heading)


def _fitted(row: Sequence[str], width: int) -> Sequence[str]:
    """Spreadsheets leave empty cells at the end of a row; they say nothing."""
    return row[:width] if len(row) > width and not any(row[width:]) else row


def _why_broken(cells: Sequence[str], width: int) -> str:
    if len(cells) != width:
        return f"{len(cells)} cells where the header has {width}"
    if any("\n" in cell or "\r" in cell for cell in cells):
        return "a line break inside a cell: a quote is not closed"
    return ""
