"""Reads a release the way an adversary does: every published file, as plain rows."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


@dataclass(frozen=True)
class Published:
    """The files of one release. `partner` columns are not trusted: the shelf says whose table it is."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.folder / "manifest.json").read_text("utf-8"))

    @cached_property
    def shelves(self) -> list[Path]:
        """The folders of all partners, `_none` included."""
        return sorted(folder for folder in (self.folder / "partners").iterdir() if folder.is_dir())

    def table(self, name: str) -> pa.Table | None:
        """One table over all shelves that hold it; None where none does."""
        files = sorted(self.folder.glob(f"*/{name}.parquet")) + sorted(
            self.folder.glob(f"partners/*/{name}.parquet")
        )
        return pa.concat_tables(map(pq.read_table, files), promote_options="default") if files else None

    def rows(self, name: str) -> list[dict[str, Any]]:
        table = self.table(name)
        return [] if table is None else table.to_pylist()

    @cached_property
    def schools(self) -> list[dict[str, Any]]:
        return self.rows("schools")

    @cached_property
    def families(self) -> dict[str, str]:
        return {course["course_id"]: course["kind"] for course in self.rows("courses")}

    def digests(self) -> dict[str, str]:
        files = sorted(self.folder.glob("**/*.parquet"))
        return {
            file.relative_to(self.folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in files
        }
