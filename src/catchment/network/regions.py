"""Which partner serves a place: a whole state or one ZIP, over a span of dates. ZIP beats state."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeVar

from catchment.network.errors import BadInput

Key = TypeVar("Key")
Home = TypeVar("Home")
Place = tuple[str, str]
"""("ZIP", "90210") or ("state", "CA")."""


@dataclass(frozen=True)
class RegionRow:
    """A partner serves one state XOR one ZIP, from `starts_on` to `ends_on`, both included; None is open."""

    partner_id: str
    state: str | None
    zip: str | None
    starts_on: date
    ends_on: date | None = None

    @property
    def place(self) -> Place:
        """What is served. BadInput unless it is exactly one of state and ZIP."""
        if bool(self.state) == bool(self.zip):
            raise BadInput(
                f'A region of the partner "{self.partner_id}" from {self.starts_on} must name '
                "either a state or a ZIP, and not both."
            )
        return ("ZIP", self.zip) if self.zip else ("state", self.state or "")

    def covers(self, on: date) -> bool:
        return self.starts_on <= on <= self._last

    def overlap(self, other: "RegionRow") -> tuple[date, date] | None:
        """The first and last day that both cover; `date.max` stands for an open end."""
        begins, ends = max(self.starts_on, other.starts_on), min(self._last, other._last)
        return (begins, ends) if begins <= ends else None

    @property
    def _last(self) -> date:
        return self.ends_on or date.max


@dataclass(frozen=True)
class Conflict:
    """Two partners serve the same place at one date; `until` is None where that has no end."""

    place: Place
    first: RegionRow
    second: RegionRow
    since: date
    until: date | None

    def __str__(self) -> str:
        kind, name = self.place
        span = f"from {self.since} to {self.until}" if self.until else f"from {self.since} on"
        return (
            f'The {kind} {name} belongs to two partners, "{self.first.partner_id}" and '
            f'"{self.second.partner_id}", {span}; a place belongs to one partner at a time.'
        )


def conflicts(rows: Iterable[RegionRow]) -> list[Conflict]:
    """Every pair of rows that gives one place to two partners at one date."""
    return [
        _conflict(place, first, second)
        for place, served in _by_place(rows).items()
        for first, second in combinations(served, 2)
        if first.partner_id != second.partner_id and first.overlap(second)
    ]


class RegionMap:
    """Where each partner serves. BadInput if a place has two partners at one date, or a row is no span."""

    def __init__(self, rows: Iterable[RegionRow]) -> None:
        self._rows = _by_place(rows)
        found = conflicts(row for served in self._rows.values() for row in served)
        if found:
            more = f" (and {len(found) - 1} more such conflicts)" if len(found) > 1 else ""
            raise BadInput(f"{found[0]}{more}")

    def partner_of(self, state: str | None, zip: str | None, on: date) -> str | None:
        """The partner of a school at this address on that day; None is the region "No partner"."""
        for place in (("ZIP", zip or ""), ("state", state or "")):
            for row in self._rows.get(place, ()):
                if row.covers(on):
                    return row.partner_id
        return None


@dataclass(frozen=True)
class PlacedSchool:
    """A school with its district and its partner, each None where it has none."""

    school_id: str
    district_id: str | None
    partner_id: str | None


def district_parts(
    schools: Iterable[PlacedSchool],
) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """The schools of each (district, partner): a carve-out can split a district.

    Schools without a district are in no part.
    """
    parts: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for school in schools:
        if school.district_id is not None:
            parts[school.district_id, school.partner_id].append(school.school_id)
    return {part: tuple(sorted(ids)) for part, ids in parts.items()}


def freeze(previous: Mapping[Key, Home], current: Mapping[Key, Home]) -> dict[Key, Home]:
    """The mapping (school and year to where it counts) of school years whose first release used `previous`.

    A school that was known keeps what it had, "No partner" too; a new one gets what holds now.
    """
    return {**current, **previous}


def _by_place(rows: Iterable[RegionRow]) -> dict[Place, list[RegionRow]]:
    served: dict[Place, list[RegionRow]] = defaultdict(list)
    for row in rows:
        if row.ends_on is not None and row.ends_on < row.starts_on:
            raise BadInput(
                f'A region of the partner "{row.partner_id}" ends on {row.ends_on}, '
                f"before it starts on {row.starts_on}."
            )
        served[row.place].append(row)
    return dict(served)


def _conflict(place: Place, first: RegionRow, second: RegionRow) -> Conflict:
    begins, ends = first.overlap(second) or (first.starts_on, first.starts_on)
    return Conflict(place, first, second, begins, None if ends == date.max else ends)
