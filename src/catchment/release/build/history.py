"""What earlier releases fix for the next one: published cells, breakdowns, frozen mappings, closed years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from catchment.disclosure.atoms import Cell, Key
from catchment.disclosure.genders import GenderRow
from catchment.disclosure.sums import ALL
from catchment.disclosure.years import is_closed
from catchment.network import clocks
from catchment.network.errors import PromiseFailed
from catchment.release.build import draws, manifest
from catchment.release.build.draws import Draw
from catchment.release.build.geography import Home, SchoolYear
from catchment.release.build.ledger import Entry, Ledger, withdrawn
from catchment.release.build.picking import among, but, equal, given
from catchment.release.build.schemas import BEHIND

GENDER = ("gender_base", "female", "female_code")
_READ = ["geo_id", "school_year", "course_id", "as_of", "students", *GENDER]
_GROUP = ["geo_id", "school_year", "course_id"]


class Past(Protocol):
    """A release that was published."""

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A table of all shelves together."""

    @property
    def digests(self) -> Mapping[str, str]:
        """School year -> the digest of the draw of which its estimates are sums."""

    @property
    def closing(self) -> str:
        """The `MM-DD` day from which a school year is final, as it was set when the release was made."""

    @property
    def thresholds(self) -> Mapping[str, Mapping[str, Any]]:
        """School year -> the n under which its counts and its breakdowns were decided."""


class Computed(NamedTuple):
    """A release that was never withdrawn, its as-of date, and the school years that it speaks of: those of
    counts, and with those of teachers too."""

    as_of: date
    counted: frozenset[str]
    years: frozenset[str]
    release: Past

    def closes(self, school_year: str) -> bool:
        """Whether it is of the year's closing day or later. By the day of its own time: what was final once
        stays so whatever `network.toml` says later."""
        return is_closed(clocks.day_in(school_year, self.release.closing), self.as_of)


@dataclass(frozen=True)
class History:
    """What was published so far; empty before the first release."""

    parent: str | None = None
    last: str | None = None
    """The id of the last release, withdrawn or not."""
    cells: dict[Key, Cell] = field(default_factory=dict)
    """Every group ever published, as it last stood."""
    standing: dict[Key, Cell] = field(default_factory=dict)
    """The cells of the last release."""
    shown: dict[Key, list[int]] = field(default_factory=dict)
    """Every different count shown of a group, in the order of release; the last is what stands now."""
    genders: dict[SchoolYear, GenderRow] = field(default_factory=dict)
    """The breakdowns published so far."""
    homes: dict[SchoolYear, Home] = field(default_factory=dict)
    named: dict[str, pa.Table] = field(default_factory=dict)
    """The tables `courses` and `partners` of the last release."""
    dates: dict[str, date] = field(default_factory=dict)
    """School year -> the as-of date at which its numbers were last computed."""
    computed: tuple[Computed, ...] = ()
    """Releases that were not withdrawn, oldest first."""
    closed: dict[str, Past] = field(default_factory=dict)
    """Closed school year -> its closing release: the first that closes the counts of the year."""
    drawn: dict[str, list[float]] = field(default_factory=dict)
    """School year -> the epsilon per table of each draw of its estimates."""
    draws: dict[str, Draw] = field(default_factory=dict)
    """The latest draw of each school year: the one in force."""
    thresholds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """School year -> the n under which what the last release says of it was decided."""
    carriers: dict[tuple[str, str], Past] = field(default_factory=dict)
    """School year and digest of a draw -> the release that first published it, withdrawn or not."""
    behind: pa.Table = field(default_factory=BEHIND.empty_table)
    """The students behind the counts of the last release, of school years before their census."""

    def closing(self, school_year: str) -> Past | None:
        """The closing release of the year's teachers: the first on or after the day that names the year."""
        for past in self.computed:
            if school_year in past.years and past.closes(school_year):
                return past.release
        return None


class Folder:
    """A published release in its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        files = sorted(self._folder.glob(f"**/{name}.parquet"))
        return pa.concat_tables([pq.read_table(file, columns=columns) for file in files])

    @property
    def digests(self) -> Mapping[str, str]:
        return {year: said["digest"] for year, said in self._said["estimates"].items()}

    @property
    def closing(self) -> str:
        return self._said["closing"]

    @property
    def thresholds(self) -> Mapping[str, Mapping[str, Any]]:
        return self._said["thresholds"]

    @cached_property
    def _said(self) -> dict[str, Any]:
        return manifest.read(self._folder)


def read_history(releases: Path) -> History:
    """All releases ever published, withdrawn ones too: what was seen stays seen. PromiseFailed if altered."""
    ledger = Ledger(releases)
    head = ledger.head  # once: what is published meanwhile must make this build's parent the wrong one
    entries = ledger.entries(head)
    draws.check(releases, entries)
    down = withdrawn(entries)
    published = [entry for entry in entries if entry.kind == "published"]
    history = history_of([(_checked(releases, entry), entry.release not in down) for entry in published])
    drawn: dict[str, list[float]] = {}
    latest: dict[str, Entry] = {}
    for entry in entries:
        if entry.kind == "drawn" and entry.school_year and entry.epsilon:
            drawn.setdefault(entry.school_year, []).append(entry.epsilon)
            latest[entry.school_year] = entry
    return replace(
        history,
        parent=head.ledger,
        last=published[-1].release if published else None,
        drawn=drawn,
        draws={year: draws.read(releases, entry) for year, entry in latest.items()},
    )


def _checked(releases: Path, entry: Entry) -> Folder:
    folder = releases / entry.release
    if not folder.is_dir():
        raise PromiseFailed(f"release {entry.release} is in the ledger but its folder is gone")
    if manifest.verify(folder)["digest"] != entry.digest:
        raise PromiseFailed(f"release {entry.release} is not the one that the ledger names")
    return Folder(folder)


def history_of(releases: Sequence[tuple[Past, bool]]) -> History:
    """What the releases fix, oldest first; each with whether it still stands or was withdrawn."""
    if not releases:
        return History()
    schools = [past.table("schools", _READ) for past, _ in releases]
    last, families = releases[-1][0], {}
    for past, _ in releases:
        courses = past.table("courses", ["course_id", "kind"])
        families.update(zip(courses["course_id"].to_pylist(), courses["kind"].to_pylist(), strict=True))
    groups = _groups(schools)
    final = len(schools) - 1
    cells = _cells(groups, families)
    dates, computed = _computed(releases, schools)
    return History(
        cells={cell.key: cell for cell, _ in cells},
        standing={cell.key: cell for cell, when in cells if when == final},
        shown=_shown(groups),
        genders=_genders(schools[-1]),
        homes=_homes(last),
        named={name: last.table(name) for name in ("courses", "partners")},
        dates=dates,
        computed=computed,
        closed=_closed(computed),
        thresholds=last.thresholds,
        carriers=_carriers([past for past, _ in releases]),
    )


def published_groups(release: Past, school_year: str) -> set[tuple[str, str]]:
    """School and course of every cell of the course family that a release shows or flags in the year."""
    courses = equal(release.table("courses", ["course_id", "kind"]), "kind", "course")["course_id"]
    rows = equal(release.table("schools", _GROUP), "school_year", school_year)
    rows = among(rows, "course_id", courses.to_pylist())
    return set(zip(rows["geo_id"].to_pylist(), rows["course_id"].to_pylist(), strict=True))


def _carriers(releases: Sequence[Past]) -> dict[tuple[str, str], Past]:
    carriers: dict[tuple[str, str], Past] = {}
    for past in releases:
        for drawn in past.digests.items():
            carriers.setdefault(drawn, past)
    return carriers


def _groups(schools: Sequence[pa.Table]) -> pa.Table:
    """Every group that any release reports, with the number of the release."""
    numbered = [
        table.select([*_GROUP, "students"]).append_column("release", pa.repeat(pa.scalar(number), len(table)))
        for number, table in enumerate(schools)
    ]
    return but(pa.concat_tables(numbered), "course_id", [ALL])


def _cells(groups: pa.Table, families: dict[str, str]) -> list[tuple[Cell, int]]:
    """Each group as it last stood, and in which release that was."""
    # in the order of the rows, which is that of the releases
    last = groups.group_by(_GROUP, use_threads=False).aggregate(
        [("students", "last", pc.ScalarAggregateOptions(skip_nulls=False)), ("release", "max")]
    )
    columns = (last[name].to_pylist() for name in (*_GROUP, "students_last", "release_max"))
    return [
        (Cell(Key(school, year, course), families[course], students), release)
        for school, year, course, students, release in zip(*columns, strict=True)
    ]


def _shown(groups: pa.Table) -> dict[Key, list[int]]:
    counted = given(groups, "students")
    latest = counted.group_by([*_GROUP, "students"]).aggregate([("release", "max")]).sort_by("release_max")
    shown: dict[Key, list[int]] = {}
    columns = (latest[name].to_pylist() for name in (*_GROUP, "students"))
    for school, year, course, students in zip(*columns, strict=True):
        shown.setdefault(Key(school, year, course), []).append(students)
    return shown


def _computed(
    releases: Sequence[tuple[Past, bool]], schools: Sequence[pa.Table]
) -> tuple[dict[str, date], tuple[Computed, ...]]:
    dates: dict[str, date] = {}
    computed = []
    for (past, stands), table in zip(releases, schools, strict=True):
        if stands:  # a release that was taken down closes no year: its as-of date may have been the mistake
            years = table.group_by(["school_year", "as_of"]).aggregate([])
            dates |= zip(years["school_year"].to_pylist(), years["as_of"].to_pylist(), strict=True)
            taught = past.table("cohorts_all", ["school_year"])["school_year"].unique().to_pylist()
            latest = max(years["as_of"].to_pylist(), default=date.min)
            counted = frozenset(years["school_year"].to_pylist())
            computed.append(Computed(latest, counted, counted.union(taught), past))
    return dates, tuple(computed)


def _closed(computed: Sequence[Computed]) -> dict[str, Past]:
    closed: dict[str, Past] = {}
    for past in computed:
        for year in filter(past.closes, past.counted):
            closed.setdefault(year, past.release)
    return closed


def _genders(schools: pa.Table) -> dict[SchoolYear, GenderRow]:
    broken_down = given(schools, "gender_base")
    columns = (broken_down[name].to_pylist() for name in ("geo_id", "school_year", *GENDER))
    return {
        (school, year): GenderRow(base, female, code)
        for school, year, base, female, code in zip(*columns, strict=True)
    }


def _homes(release: Past) -> dict[SchoolYear, Home]:
    mapping = release.table("mapping")
    names = ("school_id", "school_year", "partner_id", "district_id", "state")
    columns = (mapping[name].to_pylist() for name in names)
    return {
        (school, year): Home(partner, district, state)
        for school, year, partner, district, state in zip(*columns, strict=True)
    }
