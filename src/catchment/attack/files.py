"""Reads a release the way an adversary does: every published file, whoever it was meant for."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from catchment.network import clocks


@dataclass(frozen=True)
class Published:
    """The files of one release. `partner_id` columns are not trusted: the shelf says whose table it is."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.folder / "manifest.json").read_text("utf-8"))

    @property
    def name(self) -> str:
        return self.manifest["release"]

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.manifest["as_of"])

    def census(self, school_year: str) -> date:
        """The day from which the year's students are broken down."""
        return clocks.day_in(school_year, self.manifest["census"])

    def closes(self, school_year: str) -> bool:
        """Whether the release is of the year's closing day or later, by the calendar it was made under."""
        return self.as_of >= clocks.day_in(school_year, self.manifest["closing"])

    def draw_of(self, school_year: str) -> str | None:
        """The digest of the draw of which the year's estimates are sums; None: it has no estimates."""
        return self.manifest["estimates"].get(school_year, {}).get("digest")

    @cached_property
    def shelves(self) -> list[Path]:
        """The folders of all partners, `_none` included."""
        return sorted(folder for folder in (self.folder / "partners").iterdir() if folder.is_dir())

    def files(self, name: str) -> list[str]:
        """The files of one table on all shelves that hold it."""
        found = [*self.folder.glob(f"*/{name}.parquet"), *self.folder.glob(f"partners/*/{name}.parquet")]
        return sorted(map(str, found))

    @cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every table by its path below the release."""
        files = sorted(self.folder.glob("**/*.parquet"))
        return {file.relative_to(self.folder).as_posix(): _sha256(file) for file in files}


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
