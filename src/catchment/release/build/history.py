"""What earlier releases fix for the next one: published cells, frozen mappings, closed years."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from catchment.disclosure.atoms import Cell, Key
from catchment.disclosure.sums import ALL
from catchment.network.errors import PromiseFailed
from catchment.release import layout
from catchment.release.build.geography import Home, SchoolYear
from catchment.release.build.ledger import Entry, Ledger, withdrawn
from catchment.release.build.manifest import verify


@dataclass(frozen=True)
class History:
    """What was published so far; empty before the first release."""

    parent: str | None
    cells: dict[Key, Cell] = field(default_factory=dict)
    """The cells of the last release."""
    shown: dict[Key, list[int]] = field(default_factory=dict)
    """Every different count shown of a group, in the order of release; the last is what stands now."""
    homes: dict[SchoolYear, Home] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    """School year -> the as-of date at which its numbers were last computed."""


def read_history(releases: Path) -> History:
    """All releases ever published, withdrawn ones too: what was seen stays seen. PromiseFailed if altered."""
    ledger = Ledger(releases)
    head = ledger.head  # once: what is published meanwhile must make this build's parent the wrong one
    entries = ledger.entries(head)
    published = [entry for entry in entries if entry.kind == "published"]
    history = History(head.ledger)
    for entry in published:
        schools = _read_cells(_checked(releases, entry), history)
        # a release that was taken down closes no year: its as-of date may have been the mistake
        if entry.release not in withdrawn(entries):
            for row in schools.group_by(["school_year", "as_of"]).aggregate([]).to_pylist():
                history.dates[row["school_year"]] = row["as_of"]
    if published:
        history.homes.update(_homes(releases / published[-1].release))
    return history


def _checked(releases: Path, entry: Entry) -> Path:
    folder = releases / entry.release
    if not folder.is_dir():
        raise PromiseFailed(f"release {entry.release} is in the ledger but its folder is gone")
    if verify(folder)["digest"] != entry.digest:
        raise PromiseFailed(f"release {entry.release} is not the one that the ledger names")
    return folder


def _read_cells(release: Path, history: History) -> pa.Table:
    courses = pq.read_table(release / layout.PUBLIC / "courses.parquet").to_pylist()
    families = {course["course_id"]: course["kind"] for course in courses}
    schools = _schools(release)
    history.cells.clear()
    for row in schools.filter(pc.field("course_id") != ALL).to_pylist():
        key = Key(row["geo_id"], row["school_year"], row["course_id"])
        history.cells[key] = Cell(key, families[key.course_id], row["students"])
        _remember(history.shown.setdefault(key, []), row["students"])
    return schools


def _remember(shown: list[int], students: int | None) -> None:
    if students is None:
        return
    if students in shown:
        shown.remove(students)
    shown.append(students)


def _schools(release: Path) -> pa.Table:
    columns = ["geo_id", "school_year", "course_id", "as_of", "students"]
    files = sorted((release / layout.PARTNERS).glob("*/schools.parquet"))
    return pa.concat_tables([pq.read_table(file, columns=columns) for file in files])


def _homes(release: Path) -> dict[SchoolYear, Home]:
    mapping = pq.read_table(release / layout.STAFF / "mapping.parquet").to_pylist()
    return {
        (row["school_id"], row["school_year"]): Home(row["partner_id"], row["district_id"], row["state"])
        for row in mapping
    }
