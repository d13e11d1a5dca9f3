"""Reading CSV by the letter (RFC 4180, UTF-8), one bounded record at a time.

DuckDB reads what is in order, and fast. This reader is for the header and for files that are not in
order: it says in which row and why, and never holds more than one record.
"""

import csv
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase

from catchment.network.errors import BadInput
from catchment.sources.package.parts import Part

MAX_LINE = 1 << 20
"""Bytes of the longest line that is believed. A longer one is a missing line break, not a record."""

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Record:
    """One record: data rows count from 1, the header is row 0. `fault` says why it cannot be split."""

    row: int
    values: list[str]
    fault: str = ""


def records(part: Part) -> Iterator[Record]:
    """Every record of a CSV file, blank lines left out. BadInput where the rest of the file is lost."""
    with _opened(part) as file:
        lines = _Lines(part, file)
        reader = csv.reader(lines, strict=True)
        while (record := _next(part, reader, lines.row)) is not None:
            if record.values or record.fault:
                yield record
                lines.row += 1


class _Lines:
    """The file's lines as text; `row` is the record that is being read."""

    def __init__(self, part: Part, file: BufferedIOBase) -> None:
        self.row = 0
        self._part = part
        self._file = file
        self._first = True

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(MAX_LINE + 1)
        if not line:
            raise StopIteration
        if len(line) > MAX_LINE:
            raise BadInput(
                f"{_place(self._part, self.row)}: a line is longer than 1 MB; expected a line per record"
            )
        if self._first:
            line = line.removeprefix(_BOM)
            self._first = False
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            found = f"not UTF-8 (byte {line[error.start]:#04x})"
            raise BadInput(
                f"{_place(self._part, self.row)}: {found}; expected a file saved as UTF-8"
            ) from error


def _next(part: Part, reader: Iterator[list[str]], row: int) -> Record | None:
    try:
        return Record(row, next(reader))
    except StopIteration:
        return None
    except csv.Error as error:
        if "unexpected end" in str(error) or "field limit" in str(error):
            raise BadInput(
                f"{_place(part, row)}: a quote is opened and never closed; expected a closing quote"
            ) from error
        return Record(
            row, [], f"not a CSV record ({error}); expected quotes around the whole value, doubled inside"
        )


def _place(part: Part, row: int) -> str:
    return f"{part.name} row {row}" if row else f"{part.name}, header"


@contextmanager
def _opened(part: Part) -> Iterator[BufferedIOBase]:
    """The file's bytes, unpacked; what goes wrong in reading them becomes one sentence."""
    try:
        with gzip.open(part.path, "rb") if part.kind == "csv.gz" else part.path.open("rb") as file:
            yield file
    except EOFError as error:
        raise BadInput(f"{part.name}: the gzip file is cut off; expected a whole file") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(f"{part.name}: not a gzip file, or a damaged one; expected .csv.gz") from error
    except OSError as error:
        raise BadInput(f"{part.name}: cannot be read ({error.strerror or error})") from error
