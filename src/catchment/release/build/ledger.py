"""The ledger: an append-only chain of everything ever published or withdrawn, and of every draw of estimates.

Each entry names its parent by digest and is stored under its own; `head.json` points at the last entry and at
the release that is up. Replacing that one small file is what publishes, so a crash leaves the old head or the
new one.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from catchment.network.errors import BadInput, PromiseFailed
from catchment.release import layout


@dataclass(frozen=True)
class Entry:
    """One step of the chain. `digest` is the release's; dates are ISO; `parent` is None at the start.

    A draw of estimates has no release; its digest is that of its file, and it alone has a school year and
    the epsilon that each of its tables spent.
    """

    kind: Literal["published", "withdrawn", "drawn"]
    release: str
    digest: str
    as_of: str
    on: str
    by: str
    reason: str
    parent: str | None
    school_year: str | None = None
    epsilon: float | None = None

    @property
    def address(self) -> str:
        return hashlib.sha256(json.dumps(self.as_dict(), sort_keys=True).encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """What the entry's file says: a key that only draws have is not in other entries."""
        only_of_draws = ("school_year", "epsilon")
        said = asdict(self)
        return {key: value for key, value in said.items() if value is not None or key not in only_of_draws}


@dataclass(frozen=True)
class Head:
    """What is up now (None: nothing) and the ledger's last entry (None: the ledger is empty)."""

    release: str | None
    ledger: str | None


class Ledger:
    """The chain of one network, kept in its `releases/` folder."""

    def __init__(self, releases: Path) -> None:
        self._releases = releases

    @property
    def head(self) -> Head:
        file = self._releases / layout.HEAD
        if not file.exists():
            return Head(None, None)
        try:
            return Head(**json.loads(file.read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise PromiseFailed(f"{file} cannot be read: it should name the release that is up") from error

    def entries(self, head: Head | None = None) -> list[Entry]:
        """The chain up to `head` (default: now), oldest first. PromiseFailed if one is gone or altered."""
        chain: list[Entry] = []
        address = (head or self.head).ledger
        while address is not None:
            entry = self._read(address)
            chain.append(entry)
            address = entry.parent
        return chain[::-1]

    def append(self, entry: Entry, up: str | None) -> None:
        """Add `entry` and make release `up` the current one, in one atomic step."""
        folder = self._releases / layout.LEDGER
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(folder / f"{entry.address}.json", json.dumps(entry.as_dict(), indent=1, sort_keys=True))
        head = Head(up, entry.address)
        write_durably(self._releases / layout.HEAD, json.dumps(asdict(head), indent=1))

    def _read(self, address: str) -> Entry:
        file = self._releases / layout.LEDGER / f"{address}.json"
        try:
            entry = Entry(**json.loads(file.read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise PromiseFailed(f"the ledger is broken: entry {address[:12]} cannot be read") from error
        if entry.address != address:
            raise PromiseFailed(f"the ledger is broken: entry {address[:12]} was altered")
        return entry


@contextmanager
def alone(releases: Path) -> Iterator[None]:
    """Hold the ledger: nobody else can append meanwhile. BadInput where somebody else holds it."""
    lock = FileLock(releases / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise BadInput(
            f"{releases}: somebody else is publishing here; wait until they have finished"
        ) from error
    try:
        yield
    finally:
        lock.release()


def withdrawn(entries: Iterable[Entry]) -> set[str]:
    """The releases that were taken down."""
    return {entry.release for entry in entries if entry.kind == "withdrawn"}


def write_durably(file: Path, content: str | bytes) -> None:
    """Write `content` so that a crash leaves the old file or the new one, never a part."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as out:
        out.write(content.encode() if isinstance(content, str) else content)
        out.flush()
        os.fsync(out.fileno())
    os.replace(temporary, file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
