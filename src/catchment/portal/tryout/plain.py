"""Plain tables of one district, as many programs hand them out: small cells hidden, every total complete."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

FILE = "try.json"
"""Where a demo network keeps them."""
DISTRICT = ""
"""The place of the district's own row."""
EVERYBODY = "students"
"""The column of a school's total."""
PARTS = ("female", "male", "other")
"""Columns that add up to everybody; `other` is any other answer, and none."""
COLUMNS = (*PARTS, EVERYBODY)


class Cell(NamedTuple):
    """A place (a school id, or `DISTRICT`) and a column."""

    place: str
    column: str


class Line(NamedTuple):
    """A sum that the table itself states: `total` is what `parts` add up to."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True)
class Plain:
    """The tables: `numbers` by place and column, None where a cell is hidden because it is under `least`."""

    school_year: str
    district_id: str
    district: str
    least: int
    schools: dict[str, str]
    numbers: dict[str, dict[str, int | None]]

    def number(self, cell: Cell) -> int | None:
        return self.numbers[cell.place][cell.column]

    def cells(self) -> Iterator[Cell]:
        """Every cell, school by school, the district's last."""
        return (Cell(place, column) for place in (*self.schools, DISTRICT) for column in COLUMNS)

    def hidden(self) -> list[Cell]:
        return [cell for cell in self.cells() if self.number(cell) is None]

    def lines(self) -> list[Line]:
        """The sums down the columns, then those along the rows."""
        down = [
            Line(Cell(DISTRICT, column), tuple(Cell(school, column) for school in self.schools))
            for column in COLUMNS
        ]
        along = [
            Line(Cell(place, EVERYBODY), tuple(Cell(place, column) for column in PARTS))
            for place in (*self.schools, DISTRICT)
        ]
        return [*down, *along]


def read(file: Path | None) -> Plain | None:
    """The tables of a demo; None where it has none."""
    if file is None or not file.is_file():
        return None
    return Plain(**json.loads(file.read_text("utf-8")))


def as_json(tables: Plain) -> str:
    """What `read` reads: the tables as anybody sees them, without what they hide."""
    return json.dumps(asdict(tables), indent=1)
