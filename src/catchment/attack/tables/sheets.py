"""One sheet of a CSV file or a workbook, as a header and rows of text."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catchment.attack.tables.workbook import read_workbook
from catchment.network.errors import BadInput
from catchment.network.tomlfile import read_text

Line = tuple[int, list[str]]
"""A line's number as a spreadsheet shows it (the first is 1), and its fields without outer blanks."""
KINDS = (".csv", ".xlsx")


@dataclass(frozen=True)
class Sheet:
    file: str
    columns: dict[str, int]
    """Those whose name stands once in the header."""
    repeated: tuple[str, ...]
    rows: list[Line]
    """Those with anything in them, each as long as the header."""

    def column(self, name: str) -> int:
        """Where a column stands. BadInput if it is not there, or there twice."""
        if name in self.repeated:
            raise BadInput(f"{self.file}: the column {name} is there more than once.")
        if name not in self.columns:
            there = ", ".join(filter(None, self.columns)) or "none"
            raise BadInput(f"{self.file}: there is no column {name}; its columns are {there}.")
        return self.columns[name]


def open_sheet(path: Path, header: int = 1, sheet: str | None = None) -> Sheet:
    """`header`: the line of the column names. `sheet`: of a workbook; default: its first. BadInput."""
    if path.suffix.lower() == ".xlsx":
        lines = read_workbook(path, sheet)
    else:
        lines = _read_csv(path.name, read_text(path))
    filled = [(number, fields) for number, fields in lines if any(fields)]
    names = next((fields for number, fields in filled if number == header), None)
    if names is None:
        raise BadInput(f"{path.name}: line {header}, which should hold the column names, is empty.")
    counts = Counter(filter(None, names))
    columns = {name: at for at, name in enumerate(names) if counts[name] == 1}
    below = (line for line in filled if line[0] > header)
    rows = list(_fitted(path.name, len(names), below))
    return Sheet(path.name, columns, tuple(name for name in counts if counts[name] > 1), rows)


def _read_csv(file: str, text: str) -> Iterator[Line]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for number, fields in enumerate(
            csv.reader(io.StringIO(text), delimiter=delimiter, strict=True), start=1
        ):
            yield number, [field.strip() for field in fields]
    except csv.Error as error:
        raise BadInput(f"{file} is not a CSV file: {error}.") from error


def _fitted(file: str, width: int, lines: Iterable[Line]) -> Iterator[Line]:
    for number, fields in lines:
        if any(fields[width:]):
            raise BadInput(f"{file} line {number}: has {len(fields)} fields, the header has {width}.")
        yield number, (fields + [""] * width)[:width]
