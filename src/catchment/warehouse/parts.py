"""Parts of measured tables that are kept from one build to the next: they hold rows about single students.

A part is a Parquet file and, beside it, a note of its key, its content and the digest of its bytes. Each is
written under another name and then renamed, the note last: a crash leaves the part or none. A file that does
not agree with its note is as good as none.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from catchment.warehouse.store import MEASURED, Warehouse

_NEW = ".new"


@dataclass(frozen=True)
class Part:
    """`content` is the number of rows and their digest; `size` and `check` are of the bytes of `file`."""

    file: Path
    content: tuple[int, str]
    size: int
    check: str


class PartStore:
    """The parts of one network; the caller holds the warehouse's lock. `fresh`: those of earlier builds are
    not looked at."""

    def __init__(self, warehouse: Warehouse, *, fresh: bool = False) -> None:
        self._folder = warehouse.folder / MEASURED
        self._fresh = fresh
        self._used: set[Path] = set()
        self._intact: set[Path] = set()

    def find(self, step: str, year: str, key: str) -> Part | None:
        """The part of that key; None where there is none. Only the size of its file is looked at."""
        if self._fresh:
            return None
        file = self._file(step, year, key)
        try:
            note = json.loads(_note(file).read_text("utf-8"))
            part = Part(file, (note["rows"], note["content"]), note["size"], note["check"])
            if note["key"] != key or file.stat().st_size != part.size:
                return None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        self._used |= {file, _note(file)}
        return part

    def intact(self, part: Part) -> bool:
        """Whether every byte is as it was written; looked at once in a build."""
        if part.file not in self._intact:
            try:
                if _check(part.file) != part.check:
                    return False
            except OSError:
                return False
            self._intact.add(part.file)
        return True

    def keep(self, step: str, year: str, key: str, write: Callable[[Path], tuple[int, str]]) -> Part:
        """Let `write` fill a file, and keep it under the key with the content that it says."""
        file = self._file(step, year, key)
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(file.name + _NEW)
        content = write(new)
        part = Part(file, content, new.stat().st_size, _check(new))
        os.replace(new, file)
        rows, digest = content
        note = {"key": key, "rows": rows, "content": digest, "size": part.size, "check": part.check}
        _replace(_note(file), json.dumps(note))
        self._used |= {file, _note(file)}
        self._intact.add(file)
        return part

    def prune(self) -> None:
        """Remove what this build did not use: what earlier ones measured, and what a crash left."""
        for path in self._folder.glob("*/*"):
            if path not in self._used:
                path.unlink()

    def _file(self, step: str, year: str, key: str) -> Path:
        return self._folder / step / f"{year}-{key[:16]}.parquet"


def _note(file: Path) -> Path:
    return file.with_suffix(".json")


def _replace(path: Path, text: str) -> None:
    new = path.with_name(path.name + _NEW)
    new.write_text(text, "utf-8")
    os.replace(new, path)


def _check(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
