"""NCES tables as delimited text, with or without lines of notes above the header."""

import csv
import io
from itertools import islice
from pathlib import Path

from catchment.network.errors import BadInput
from catchment.sources.nces.kinds import recognise
from catchment.sources.nces.sheet import Sheet, sheet_of_rows
from catchment.sources.nces.unknown import unknown_kind

_DELIMITERS = (",", "\t", ";", "|")
_LINES_OF_NOTES = 60
_SHOWN_OF_A_LINE = 2000


def read(path: Path, content: bytes) -> Sheet:
    """The table of a delimited file. BadInput if no line near its top is a header of a known kind."""
    text, note = _decoded(content)
    for delimiter in _DELIMITERS:
        if (place := _header_line(text, delimiter)) is not None:
            sheet = _sheet(path, text, delimiter, place)
            sheet.notes += [note] if note else []
            return sheet
    first_line = io.StringIO(text).readline(_SHOWN_OF_A_LINE)
    raise unknown_kind(path, first_line.replace('"', "").split(","))


def _decoded(content: bytes) -> tuple[str, str]:
    """Older NCES files are Windows-1252: the daggers that mark missing values exist there too."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ""
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "read as Windows-1252: it is not UTF-8"


def _header_line(text: str, delimiter: str) -> int | None:
    """How many lines stand above the header."""
    lines = islice(io.StringIO(text), _LINES_OF_NOTES)
    for number, line in enumerate(lines):
        if recognise(line.rstrip("\r\n").replace('"', "").split(delimiter)):
            return number
    return None


def _sheet(path: Path, text: str, delimiter: str, place: int) -> Sheet:
    stream = io.StringIO(text, newline="")
    heading = "".join(islice(stream, place))
    reader = csv.reader(stream, delimiter=delimiter)
    try:
        headers = next(reader)
        rows = [row for row in reader if any(row)]
    except csv.Error as error:
        raise BadInput(f"{path} line {place + reader.line_num}: not readable as a table ({error})") from error
    kind = recognise(headers)
    if kind is None:
        raise unknown_kind(path, headers)
    return sheet_of_rows(kind, headers, rows, heading)
