"""The agreement's text: a plain file whose first line says its version.

Version: 2

# A heading

A paragraph.

- A point of a list
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.conf import settings

from catchment.network.errors import BadInput

OURS = Path(__file__).parent / "text" / "agreement.txt"
"""For networks that bring no text of their own."""
LONGEST_VERSION = 40
FIRST_LINE = "Version:"


@dataclass(frozen=True)
class Part:
    """A `heading`, a `paragraph` (each of one line) or a `list` of the text."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """One version of the agreement. A text changed under the same version is another one by its digest."""

    version: str
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.version}\n{self.text}".encode()).hexdigest()

    @property
    def parts(self) -> tuple[Part, ...]:
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        return tuple(part for kind, some in groupby(lines, _kind) for part in _parts(kind, list(some)))


def current() -> Wording:
    """The text that is in force: the network's own, else ours."""
    file = settings.CATCHMENT_AGREEMENT or OURS
    return _read(file, file.stat().st_mtime_ns)


def read(file: Path) -> Wording:
    """The text of a file. BadInput if it cannot be read, names no version or says nothing."""
    try:
        first, _, rest = file.read_text("utf-8").strip().partition("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file.name}: the agreement cannot be read as UTF-8 text") from error
    version = first.removeprefix(FIRST_LINE).strip()
    if not first.startswith(FIRST_LINE) or not 0 < len(version) <= LONGEST_VERSION:
        raise BadInput(f"{file.name}, line 1: expected '{FIRST_LINE}' and a version of up to 40 characters")
    if not rest.strip():
        raise BadInput(f"{file.name}: there is no text below the version")
    return Wording(version, rest.strip())


@lru_cache(maxsize=4)
def _read(file: Path, _stamp: int) -> Wording:
    return read(file)


def _kind(line: str) -> str:
    return {"# ": "heading", "- ": "list"}.get(line[:2], "paragraph")


def _parts(kind: str, lines: list[str]) -> list[Part]:
    """Points that follow each other are one list; headings and paragraphs stand alone."""
    if kind == "list":
        return [Part(kind, tuple(line[2:].strip() for line in lines))]
    return [Part(kind, (line.removeprefix("# ").strip(),)) for line in lines]
