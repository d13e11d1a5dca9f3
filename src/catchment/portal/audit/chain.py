"""The chain: every event carries a hash of what it says and of the event before it.

Whoever changes, adds or takes out an event in the past must change every later hash, and a hash that somebody
wrote down elsewhere does not change with them.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = "0" * 64
"""What the first event names as the hash before it."""


@dataclass(frozen=True)
class Link:
    """What an event says, and its place. People are named by their account's number or a teacher's id."""

    number: int
    at: datetime
    actor: int | None
    about: int | None
    action: str
    object: str
    partner_id: str
    release: str
    detail: dict[str, Any]
    teachers: Sequence[str]
    forgets_through: int | None
    previous: str

    def hash(self) -> str:
        """SHA-256 of the event as canonical JSON: sorted keys, no blanks, plain ASCII, times in UTC."""
        said = {
            **self.__dict__,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "teachers": sorted(self.teachers),
        }
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode("ascii")).hexdigest()


def check_exact(detail: Any) -> None:
    """TypeError for a detail that a database might hand back otherwise than it was given: no fractions."""
    if isinstance(detail, dict):
        if not all(isinstance(key, str) for key in detail):
            raise TypeError("the detail of an audit event has a key that is no text")
        detail = list(detail.values())
    if isinstance(detail, list):
        for part in detail:
            check_exact(part)
    elif not isinstance(detail, str | int | None):
        raise TypeError(f"the detail of an audit event is made of text and whole numbers, not {detail!r}")
