"""Tables as a page shows them, and the same tables as files: what a page says in words, a file says too."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.utils.translation import gettext as _

from catchment.network.spreadsheets import harmless
from catchment.release.reader import Reader
from catchment.words import dates
from catchment.words.said import Said

Cell = str | int | Said
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The kinds of file, each with its media type."""
WIDTH = 24
"""Characters that a column of a workbook shows."""


@dataclass(frozen=True)
class Sheet:
    """A table with its heading, ready to be shown: every cell is text, a number, or a value as it is said."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def write(reader: Reader, sheets: Sequence[Sheet], kind: str, why: str) -> bytes:
    """The sheets as a `csv` (one below the other) or an `xlsx` (one behind the other).

    `why` is the address of the page that says why a value is withheld or estimated.
    """
    return _xlsx(reader, sheets, why) if kind == "xlsx" else _csv(reader, sheets, why)


def _csv(reader: Reader, sheets: Sequence[Sheet], why: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for sheet in sheets:
        if len(sheets) > 1:
            writer.writerow([harmless(sheet.title)])
        for row in (sheet.columns, *sheet.rows):
            writer.writerow([harmless(_text(cell)) for cell in row])
        writer.writerow([])
    writer.writerows([harmless(text) for text in line] for line in about(reader, why))
    # The mark at the beginning tells spreadsheets that "±" and accents are UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _xlsx(reader: Reader, sheets: Sequence[Sheet], why: str) -> bytes:
    stream = io.BytesIO()
    # Strings stay strings: a name that begins with "=" must not become a formula.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        for number, sheet in enumerate(sheets, start=1):
            _add(book, f"{number} {sheet.title}", [sheet.columns, *sheet.rows])
        _add(book, _("about"), about(reader, why))
    return stream.getvalue()


def _add(book: xlsxwriter.Workbook, name: str, rows: Iterable[Sequence[Cell]]) -> None:
    page = book.add_worksheet("".join(letter for letter in name if letter not in "[]:*?/\\")[:31])
    page.set_column(0, 20, WIDTH)
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            number = _number(cell)
            if number is None:
                page.write_string(line, column, _text(cell))
            else:
                page.write_number(line, column, number)


def about(reader: Reader, why: str) -> list[tuple[str, str]]:
    """What goes with every file: where its figures come from, of when, and how they are protected."""
    lines = [
        (_("network"), reader.manifest["network"]),
        (_("release"), reader.release_id),
        (_("as of"), dates.day(reader.as_of)),
        (_("why some values are words or estimates"), why),
    ]
    return [*lines, (_("data"), _("demo: people and figures are invented"))] if reader.demo else lines


def _text(cell: Cell) -> str:
    return str(cell)


def _number(cell: Cell) -> int | None:
    """The number of a cell that is nothing but a number: what a sum leaves out must not get lost."""
    if isinstance(cell, Said):
        return cell.number if not cell.under else None
    return cell if isinstance(cell, int) else None
