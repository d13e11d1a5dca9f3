"""Reading what was rendered: the cells of pages, of drawings and of files, as a person sees them."""

import csv
import io
import zipfile
from xml.etree import ElementTree

from lxml import html

SVG = "{http://www.w3.org/2000/svg}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Rows = list[list[str]]


def words(node) -> str:
    return " ".join(node.text_content().split())


def tables(page: bytes) -> dict[str, Rows]:
    """The tables of a page by their captions, headings first, each cell as its words."""
    root = html.fromstring(page)
    return {
        words(table.find("caption")): [
            [_cell(cell) for cell in row.xpath("./th|./td")] for row in table.xpath("./thead/tr|./tbody/tr")
        ]
        for table in root.iter("table")
    }


def _cell(cell) -> str:
    """A cell as a file would say it: what stands under a value comes after it in parentheses."""
    under = [words(each) for each in cell.xpath(".//span[@class='under']")]
    for each in cell.xpath(".//span[@class='under']"):
        each.getparent().remove(each)
    return " ".join([words(cell), *(f"({each})" for each in under)]).strip()


def drawings(page: bytes) -> list[tuple[str, list[str]]]:
    """Every drawing of a page: its name and description, and the texts in it."""
    found = []
    for svg in html.fromstring(page).iter("svg"):
        if svg.get("role") == "img" and svg.find("desc") is not None:
            texts = [words(text) for text in svg.iter("text")]
            found.append((f"{words(svg.find('title'))}: {words(svg.find('desc'))}", texts))
    return found


def of_csv(content: bytes) -> Rows:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def of_xlsx(content: bytes) -> list[Rows]:
    """The sheets of a workbook; a number as people write it."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        strings = [
            "".join(part.text or "" for part in item.iter(f"{SHEET}t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")
        ]
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        return [_sheet(book.read(name), strings) for name in names]


def _sheet(content: bytes, strings: list[str]) -> Rows:
    return [
        [_value(cell, strings) for cell in row.iter(f"{SHEET}c")]
        for row in ElementTree.fromstring(content).iter(f"{SHEET}row")
    ]


def _value(cell: ElementTree.Element, strings: list[str]) -> str:
    value = cell.findtext(f"{SHEET}v") or ""
    return strings[int(value)] if cell.get("t") == "s" else f"{int(value):,}"
