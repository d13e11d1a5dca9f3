"""The ends of the chain as they stood at earlier verifications, in a file outside of the database.

Without such a note, whoever owns the database could write the whole chain anew, hashes and all.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catchment.network.errors import BadInput

FILE = "audit-heads.txt"
LINE = re.compile(r"\S+ (?P<number>[1-9][0-9]*) (?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True)
class Head:
    """An event by number and hash: whoever noted it can tell later whether the past is still the same."""

    number: int
    hash: str


def read(file: Path) -> list[Head]:
    """The heads noted in the file; none if there is no file yet. BadInput if it holds something else."""
    if not file.exists():
        return []
    lines = file.read_text("utf-8").splitlines()
    noted = [LINE.fullmatch(line) for line in lines]
    if None in noted:
        raise BadInput(f"{file}, line {noted.index(None) + 1}: expected a time, a number and a hash")
    return [Head(int(line["number"]), line["hash"]) for line in noted if line]


def last_time(file: Path) -> datetime | None:
    """When the last head was noted; None if none was."""
    return datetime.fromisoformat(file.read_text("utf-8").splitlines()[-1].split()[0]) if read(file) else None


def note(file: Path, head: Head) -> None:
    """Add a head, dated now, so that it stays even if the power fails."""
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {head.number} {head.hash}\n")
        out.flush()
        os.fsync(out.fileno())
