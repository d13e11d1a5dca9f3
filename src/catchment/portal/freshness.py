"""How old each source is, so that a page is never fresher than what it was made from."""

from dataclasses import dataclass
from datetime import date, timedelta

from catchment.portal import clock
from catchment.release.reader import Reader
from catchment.words import codes

STALE_AFTER = timedelta(days=14)
WATCHED = ("activity", "attendance", "enrollments", "consents", "section_students", "sections")
"""Sources that move every week in term; schools and courses may rest for a year."""


@dataclass(frozen=True)
class Source:
    """One source table: what it holds, when it last came in, and whether that is too long ago."""

    name: str
    landed_on: date
    stale: bool


def sources(reader: Reader) -> list[Source]:
    """The sources that matter from week to week, the oldest first."""
    today = clock.today(reader)
    found = [
        _source(entry["table"], date.fromisoformat(entry["landed_on"][:10]), today)
        for entry in reader.manifest.get("freshness", [])
        if entry["table"] in WATCHED
    ]
    return sorted(found, key=lambda source: (source.landed_on, source.name))


def _source(table: str, landed_on: date, today: date) -> Source:
    # A demo's clock stands still before its files were made.
    return Source(codes.source(table), min(landed_on, today), stale=today - landed_on > STALE_AFTER)
