"""A second, plain reading of every file beside DuckDB's: its digest, and that no row was passed over.

DuckDB leaves out a line longer than its buffer, and all that follows, without a word. Nothing may be lost
in silence here, so lines are counted apart.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedIOBase

import numpy as np

from catchment.network.errors import BadInput
from catchment.sources.findings import TableCount
from catchment.sources.package.parts import Package, Part
from catchment.sources.package.text import MAX_LINE, records


@dataclass
class Look:
    """`lines` of text with the header; None where they could not be counted or one has no end."""

    digest: str
    lines: int | None


def look(package: Package) -> dict[Part, Look]:
    """Read every file of the package once."""
    return {part: _look(part) for parts in package.tables.values() for part in parts}


def digests(looks: dict[Part, Look]) -> list[str]:
    """A digest of each file with its table, in an order that does not depend on the files' names."""
    return sorted(f"{part.table} {seen.digest}" for part, seen in looks.items())


def confirm(looks: dict[Part, Look], counts: list[TableCount]) -> None:
    """BadInput unless every record of every CSV file is among the rows that came in."""
    for count in counts:
        parts = [part for part in looks if part.table == count.table]
        if any(part.kind == "parquet" for part in parts):
            continue
        lines = [looks[part].lines for part in parts]
        if None in lines or sum(each - 1 for each in lines if each is not None) != count.rows_in:
            _confirm_slowly(count, parts)


def _confirm_slowly(count: TableCount, parts: list[Part]) -> None:
    """Blank lines and line breaks within quotes make lines and records differ: read record by record."""
    rows = sum(1 for part in parts for record in records(part) if record.row)
    if rows != count.rows_in:
        raise BadInput(
            f"{count.table}: only {count.rows_in:,} of {rows:,} rows could be read; nothing landed, "
            "expected a file with a line break after each record"
        )


def _look(part: Part) -> Look:
    digest = hashlib.sha256()
    lines = _Lines()
    with part.path.open("rb") as file:
        for chunk in _chunks(file):
            digest.update(chunk)
            lines.add(chunk)
    return Look(digest.hexdigest(), _lines_inside(part) if part.kind == "csv.gz" else lines.total)


def _lines_inside(part: Part) -> int | None:
    lines = _Lines()
    try:
        with gzip.open(part.path, "rb") as file:
            for chunk in _chunks(file):
                lines.add(chunk)
    except (OSError, EOFError, zlib.error):
        return None  # damaged: the careful reader says how
    return lines.total


class _Lines:
    """Counts lines, the last one also where nothing ends it."""

    def __init__(self) -> None:
        self._breaks = 0
        self._endless = False
        self._last = b"\n"

    def add(self, chunk: bytes) -> None:
        breaks = int(np.count_nonzero(np.frombuffer(chunk, np.uint8) == ord("\n")))
        self._breaks += breaks
        self._endless = self._endless or (breaks == 0 and len(chunk) == MAX_LINE)
        self._last = chunk[-1:]

    @property
    def total(self) -> int | None:
        return None if self._endless else self._breaks + (self._last != b"\n")


def _chunks(file: BufferedIOBase) -> Iterator[bytes]:
    while chunk := file.read(MAX_LINE):
        yield chunk
