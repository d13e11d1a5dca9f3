"""The ends of the chain as they stood at earlier verifications, in a file outside of the database.

Without such a note, whoever owns the database could write the whole chain anew, hashes and all.
"""

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from catchment.network.errors import BadInput

FILE = "audit-heads.txt"
_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"
LINE = re.compile(rf"(?P<noted>{_TIME}) (?P<number>[1-9][0-9]*) (?P<hash>[0-9a-f]{{64}})( (?P<at>{_TIME}))?")


@dataclass(frozen=True)
class Head:
    """An event by number and hash: whoever noted it can tell later whether the past is still the same.

    `at`: when it happened, by which one knows how long it must be there.
    """

    number: int
    hash: str
    at: datetime | None = field(default=None, compare=False)


def read(file: Path) -> list[Head]:
    """The heads noted in the file; none if there is no file yet. BadInput if it holds something else."""
    if not file.exists():
        return []
    lines = file.read_text("utf-8").splitlines()
    noted = [LINE.fullmatch(line) for line in lines]
    if None in noted:
        raise BadInput(f"{file}, line {noted.index(None) + 1}: expected a time, a number and a hash")
    return [_head(line) for line in noted if line]


def last_time(file: Path) -> datetime | None:
    """When the last head was noted; None if none was."""
    return datetime.fromisoformat(file.read_text("utf-8").splitlines()[-1].split()[0]) if read(file) else None


def note(file: Path, head: Head) -> None:
    """Add a head, dated now, so that it stays even if the power fails."""
    at = f" {_said(head.at)}" if head.at else ""
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{_said(datetime.now(UTC))} {head.number} {head.hash}{at}\n")
        out.flush()
        os.fsync(out.fileno())


def _head(line: re.Match[str]) -> Head:
    """Where a line does not say when it happened, it did not happen later than it was noted."""
    at = datetime.fromisoformat(line["at"] or line["noted"])
    return Head(int(line["number"]), line["hash"], at)


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
