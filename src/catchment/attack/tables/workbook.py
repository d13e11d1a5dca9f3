"""The cells of an .xlsx workbook as text: the values that were saved, no formulas and no formats."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath

from lxml import etree

from catchment.network.errors import BadInput

Line = tuple[int, list[str]]
MOST_BYTES = 500_000_000
"""Of one unpacked part. A file that unpacks to more is an accident or an attempt to fill the memory."""

UNREADABLE = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, RuntimeError, KeyError, ValueError, IndexError
)  # fmt: skip


def read_workbook(path: Path, sheet: str | None = None) -> Iterator[Line]:
    """The lines of a sheet (default: the first). BadInput if this is no workbook or has no such sheet."""
    try:
        with zipfile.ZipFile(path) as book:
            yield from _lines(book, _part_of(path.name, book, sheet))
    except UNREADABLE as error:
        raise BadInput(f"{path.name} cannot be read as an .xlsx workbook.") from error


def _part_of(file: str, book: zipfile.ZipFile, sheet: str | None) -> str:
    """The name of the archive's part that holds the sheet."""
    ids = {
        each.get("name"): next(value for name, value in each.items() if _local(name) == "id")
        for each in _elements(book, "xl/workbook.xml", "sheet")
    }
    if not ids or (sheet is not None and sheet not in ids):
        raise BadInput(f"{file}: there is no sheet {sheet or ''}; its sheets are {', '.join(ids) or 'none'}.")
    targets = {
        each.get("Id"): each.get("Target")
        for each in _elements(book, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    target = targets[ids[sheet] if sheet is not None else next(iter(ids.values()))]
    return normpath(join("/xl", target)).lstrip("/")


def _lines(book: zipfile.ZipFile, part: str) -> Iterator[Line]:
    shared = []
    if "xl/sharedStrings.xml" in book.namelist():
        shared = [_text(each) for each in _elements(book, "xl/sharedStrings.xml", "si")]
    number = 0
    for row in _elements(book, part, "row"):
        number = int(row.get("r", number + 1))
        fields: dict[int, str] = {}
        for cell in row:
            at = _column(cell.get("r", "")) if cell.get("r") else max(fields, default=-1) + 1
            fields[at] = _value(cell, shared).strip()
        yield number, [fields.get(at, "") for at in range(max(fields, default=-1) + 1)]


def _elements(book: zipfile.ZipFile, part: str, name: str) -> Iterator[etree._Element]:
    """The elements of that name, one at a time. Entities and outside files are not followed."""
    if book.getinfo(part).file_size > MOST_BYTES:
        raise ValueError("too large")
    with book.open(part) as stream:
        found = etree.iterparse(stream, tag=f"{{*}}{name}", resolve_entities=False, no_network=True)
        for _, element in found:
            yield element
            element.clear()


def _value(cell: etree._Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    saved = next((child.text or "" for child in cell if _local(child.tag) == "v"), "")
    if kind == "s":
        return shared[int(saved)]
    return _number(saved) if kind == "n" and saved else saved


def _number(saved: str) -> str:
    value = float(saved)
    return str(int(value)) if value.is_integer() else saved


def _text(element: etree._Element) -> str:
    """All its text but the reading aids (rPh) that East Asian workbooks carry beside it."""
    found = (each for each in element.iter() if _local(each.tag) == "t")
    return "".join(each.text or "" for each in found if _local(each.getparent().tag) != "rPh")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _column(reference: str) -> int:
    """0 for A1, 27 for AB7."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
