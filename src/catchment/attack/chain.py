"""The ledger as the adversary reads it: what was taken down, and every draw that was paid for."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


class BrokenChain(Exception):
    """An entry is gone, altered, or unreadable. The text says which."""


@dataclass(frozen=True)
class Chain:
    """The chain of entries below `folder` (`releases/ledger`), up to the entry `head` (None: no entry)."""

    folder: Path
    head: str | None

    @cached_property
    def entries(self) -> list[Entry]:
        """Oldest first. BrokenChain."""
        address = self.head
        chain: list[Entry] = []
        while address is not None:
            entry = self._entry(address)
            chain.append(entry)
            address = entry["parent"]
        return chain[::-1]

    @property
    def withdrawn(self) -> set[str]:
        return {entry["release"] for entry in self.entries if entry["kind"] == "withdrawn"}

    def draws(self, school_year: str) -> list[Entry]:
        """Every draw of the year's estimates, oldest first; the last is the one in force."""
        return [
            entry
            for entry in self.entries
            if entry["kind"] == "drawn" and entry["school_year"] == school_year
        ]

    def since(self, release: str) -> list[Entry]:
        """What was entered after the release was published."""
        published = [entry["kind"] == "published" and entry["release"] == release for entry in self.entries]
        return self.entries[published.index(True) + 1 :] if any(published) else []

    def estimates(self, digest: str) -> Path:
        """The file of a draw's estimates."""
        return self.folder / "estimates" / f"{digest}.parquet"

    def _entry(self, address: str) -> Entry:
        try:
            entry = json.loads((self.folder / f"{address}.json").read_text("utf-8"))
            written = json.dumps(entry, sort_keys=True)
        except (OSError, ValueError) as error:
            raise BrokenChain(f"entry {address[:12]} of the ledger cannot be read") from error
        if hashlib.sha256(written.encode()).hexdigest() != address:
            raise BrokenChain(f"entry {address[:12]} of the ledger was altered")
        return entry
