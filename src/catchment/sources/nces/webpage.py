"""The search exports as NCES serves them: an HTML table under the name of an Excel file."""

import re
from pathlib import Path

from lxml import etree, html

from catchment.network.errors import BadInput
from catchment.sources.nces.kinds import recognise
from catchment.sources.nces.sheet import Sheet, sheet_of_rows
from catchment.sources.nces.unknown import unknown_kind


def read(path: Path, content: bytes) -> Sheet:
    """The table of a page. BadInput if no row of it is a header of a known kind."""
    rows = [[_text(cell) for cell in row] for row in _page(path, content).iter("tr")]
    for place, headers in enumerate(rows):
        if kind := recognise(headers):
            heading = "\n".join(" ".join(row) for row in rows[:place])
            sheet = sheet_of_rows(kind, headers, [row for row in rows[place + 1 :] if any(row)], heading)
            sheet.notes += _count_note(heading, sheet.rows_in)
            return sheet
    raise unknown_kind(path, max(rows, key=len, default=[]))


def _page(path: Path, content: bytes) -> etree._Element:
    try:
        return html.document_fromstring(content)
    except (etree.ParserError, ValueError) as error:
        raise BadInput(f"{path}: not readable as HTML ({error})") from error


def _text(cell: etree._Element) -> str:
    return " ".join("".join(cell.itertext()).split())


def _count_note(heading: str, rows: int) -> list[str]:
    """NCES says how many records a page holds; a page that was cut off holds fewer."""
    announced = re.search(r"contains \(\s*([\d,]+)\s*\) records", heading)
    if announced is None or int(announced[1].replace(",", "")) == rows:
        return []
    return [f"announces {announced[1]} records and holds {rows:,}: the file may be cut off"]
