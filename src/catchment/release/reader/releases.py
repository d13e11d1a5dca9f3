"""Finds the published release and opens it for one scope: the public, one partner, or staff."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from catchment.release import layout
from catchment.release.reader.reader import Reader, open_reader

LONGEST = 240
"""Bytes of a folder's name that every file system holds."""


class NoRelease(LookupError):
    """Nothing is published, or the release asked for does not exist."""


class Releases:
    """A network's `releases/` folder. Readers are cached by release and scope."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def current(self) -> str | None:
        """The id of the published release, or None."""
        try:
            return json.loads((self.folder / layout.HEAD).read_text("utf-8"))["release"]
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise NoRelease(f"{self.folder / layout.HEAD} is damaged") from error

    def public(self, release_id: str | None = None) -> Reader:
        """What everybody may read."""
        return _open(self._path(release_id), (layout.PUBLIC,), ())

    def partner(self, partner_id: str, release_id: str | None = None) -> Reader:
        """The public shelf and this partner's, nothing else."""
        if not partner_id:
            raise NoRelease("a partner's reader needs a partner")
        shelf = f"{layout.PARTNERS}/{layout.shelf_name(partner_id)}"
        path = self._path(release_id)
        if len(shelf) > LONGEST or not (path / shelf).is_dir():
            raise NoRelease(f"release {path.name} has no partner {partner_id[:60]}")
        return _open(path, (layout.PUBLIC, shelf), ())

    def staff(self, release_id: str | None = None) -> Reader:
        """The network's whole view: public, staff and every partner's shelf, joined by table."""
        path = self._path(release_id)
        return _open(path, (layout.PUBLIC, layout.STAFF, *_partner_shelves(path)), ())

    def some(self, partner_ids: Iterable[str], release_id: str | None = None) -> Reader:
        """The public shelf and those of several partners, joined by table. NoRelease if none has one."""
        path = self._path(release_id)
        wanted = {f"{layout.PARTNERS}/{layout.shelf_name(each)}" for each in partner_ids if each}
        shelves = tuple(shelf for shelf in _partner_shelves(path) if shelf in wanted)
        if not shelves:
            raise NoRelease(f"release {path.name} has none of these partners")
        return _open(path, (layout.PUBLIC, *shelves), ())

    def anonymous(self, release_id: str | None = None) -> Reader:
        """Public plus the anonymous tables of all regions: what an adversary is assumed to have."""
        path = self._path(release_id)
        return _open(path, (layout.PUBLIC, *_partner_shelves(path)), layout.TEACHER_TABLES)

    def _path(self, release_id: str | None) -> Path:
        name = release_id or self.current()
        if name is None:
            raise NoRelease("no release is published yet")
        path = self.folder / name
        if not layout.RELEASE_ID.fullmatch(name) or not (path / layout.MANIFEST).is_file():
            raise NoRelease(f"there is no release {name[:60]}")
        return path


def _partner_shelves(release: Path) -> tuple[str, ...]:
    shelves = sorted((release / layout.PARTNERS).iterdir())
    return tuple(f"{layout.PARTNERS}/{shelf.name}" for shelf in shelves)


@lru_cache(maxsize=64)
def _cached(release: Path, stamp: int, shelves: tuple[str, ...], without: tuple[str, ...]) -> Reader:
    return open_reader(release, shelves, without)


def _open(release: Path, shelves: tuple[str, ...], without: tuple[str, ...]) -> Reader:
    # the manifest is written once: its time tells a candidate from one built anew in its place
    return _cached(release, (release / layout.MANIFEST).stat().st_mtime_ns, shelves, without)
