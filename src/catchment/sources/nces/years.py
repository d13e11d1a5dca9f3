"""Which school year a file's columns are of: NCES says it in a column, in the heading, or not at all."""

import re
from dataclasses import dataclass

from catchment.network import clocks
from catchment.sources.nces.sheet import Sheet
from catchment.sources.nces.tables import UNDATED

_SPAN = re.compile(r"\b(20\d\d)\s*[-–]\s*(20\d\d)\b")
_STARRED = re.compile(r"\*\s*denotes a column with data from\s+(20\d\d\s*[-–]\s*20\d\d)")
_CAPTION = re.compile(r"[^\n]*\bdata\b[^\n]*\bschool years?\b")


@dataclass(frozen=True)
class Years:
    """The school year of the columns with an asterisk, and of the others; `UNDATED` where nobody says."""

    starred: str = UNDATED
    others: str = UNDATED


def years_of(sheet: Sheet, given: str | None) -> Years:
    """The years that the sheet's heading names, else those that follow from `given`.

    `given` is the year of the enrolment, which is the earlier one where a file marks columns with an
    asterisk. (A year column of the file, row by row, goes before both; see `facts`.)
    """
    named = _named(sheet.heading)
    if named:
        return Years(named[0], named[-1])
    if given is None:
        return Years()
    return Years(given, clocks.shift(given, 1) if sheet.starred else given)


def _named(heading: str) -> list[str]:
    """The years of the heading, in order: those of the asterisk note first, the caption's after them."""
    note = _STARRED.search(heading)
    caption = _CAPTION.search(heading)
    spans = sorted(_SPAN.findall(caption[0])) if caption else []
    if note:
        spans = [*_SPAN.findall(note[1]), *spans]
    return [f"{first}-{last[2:]}" for first, last in spans if int(last) == int(first) + 1]
