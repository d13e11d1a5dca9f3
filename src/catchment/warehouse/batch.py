"""What one landing brought."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Batch:
    """One landing. `digest` stands for all its content; `tables` and `quarantined` count rows by table.

    `files` are names for people, without their folders.
    """

    id: str
    source: str
    digest: str
    landed_on: date
    files: tuple[str, ...] = ()
    tables: Mapping[str, int] = field(default_factory=dict)
    quarantined: Mapping[str, int] = field(default_factory=dict)

    def same_content(self, other: "Batch") -> bool:
        """Equal digests alone do not do: the same files may land more rows once their references exist."""
        return (self.source, self.digest, dict(self.tables), dict(self.quarantined)) == (
            other.source,
            other.digest,
            dict(other.tables),
            dict(other.quarantined),
        )

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "landed_on": self.landed_on.isoformat(), "files": list(self.files)}

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> "Batch":
        return cls(**{**raw, "landed_on": date.fromisoformat(raw["landed_on"]), "files": tuple(raw["files"])})
