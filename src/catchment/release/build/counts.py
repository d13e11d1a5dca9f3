"""Count tables of every level, made from the cells that disclosure decided."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import pyarrow as pa

from catchment.disclosure.atoms import Cell
from catchment.disclosure.genders import GenderRow
from catchment.disclosure.statuses import status
from catchment.disclosure.sums import ALL, Place, Total, totals
from catchment.release.build.census import NOTHING_SHOWN
from catchment.release.build.composition import Spot, Totals
from catchment.release.build.geography import Geography, PlaceOf, SchoolYear
from catchment.release.build.history import Past
from catchment.release.build.picking import equal, given
from catchment.release.build.schemas import SCHEMAS

Active = Mapping[Place, frozenset[str]]
"""The school years in which a place has published activity in a course."""
Statuses = dict[tuple[str, str | None, str], str]
"""By place (geo_id and partner) and school year."""
_STATUS = ["geo_id", "partner_id", "school_year", "status"]
LEVELS = {
    "nation": "nation",
    "states": "state",
    "regions": "region",
    "areas": "area",
    "districts": "district",
}
"""Each table above schools and its level."""


@dataclass(frozen=True)
class Counted:
    """What count tables say. `as_of` gives each school year's own date: that of the release which last
    computed it; `broken_down` are the years after their census, `closed` has the closing releases."""

    cells: Sequence[Cell]
    geography: Geography
    as_of: Mapping[str, date]
    genders: Mapping[SchoolYear, GenderRow]
    broken_down: frozenset[str]
    estimated: Totals
    closed: Mapping[str, Past]


def count_tables(found: Counted) -> dict[str, pa.Table]:
    """`nation`, `states`, `regions`, `areas`, `districts` and `schools`."""
    return {**{name: _level(name, found) for name in LEVELS}, "schools": _schools(found)}


def _level(name: str, found: Counted) -> pa.Table:
    place_of = found.geography.place_of(LEVELS[name])
    rows = totals(found.cells, place_of, found.geography.everywhere(LEVELS[name]))
    columns = _columns(rows, found.as_of)
    estimated = [found.estimated.get(_spot(LEVELS[name], row)) for row in rows]
    columns["students_estimated"] = [total and total.students for total in estimated]
    columns["students_margin"] = [total and total.margin for total in estimated]
    if "status" in SCHEMAS[name].names:
        active = _active(found.cells, place_of)
        columns["status"] = _statuses(rows, _place, active, _copied(name, found.closed))
    return pa.table(columns, schema=SCHEMAS[name])


def _spot(level: str, row: Total) -> tuple[Spot, str]:
    return Spot(level, row.geo_id, row.partner_id or "", row.course_id), row.school_year


def _schools(found: Counted) -> pa.Table:
    """A school has one `all` row a year; a course row stands only where it is active, with its code."""
    rows = totals(found.cells, found.geography.school, found.geography.schools())
    flagged = {cell.key for cell in found.cells if cell.students is None}
    small = [(row.geo_id, row.school_year, row.course_id) in flagged for row in rows]
    genders = [_gender(row, found) for row in rows]
    columns = _columns(rows, found.as_of) | {
        "students": [None if is_small else row.students for is_small, row in zip(small, rows, strict=True)],
        "students_code": ["small" if is_small else "exact" for is_small in small],
        "gender_base": [gender and gender.base for gender in genders],
        "female": [gender and gender.female for gender in genders],
        "female_code": [gender and gender.code for gender in genders],
        # of the school wherever it counted: a status follows it into another region
        "status": _statuses(
            rows,
            _school,
            _active(found.cells, lambda school_id, _: (school_id, None)),
            _copied("schools", found.closed),
        ),
    }
    return pa.table(columns, schema=SCHEMAS["schools"])


def _gender(row: Total, found: Counted) -> GenderRow | None:
    if row.course_id != ALL or row.school_year not in found.broken_down:
        return None
    return found.genders.get((row.geo_id, row.school_year), NOTHING_SHOWN)


def _columns(rows: Sequence[Total], as_of: Mapping[str, date]) -> dict[str, list]:
    return {
        "geo_id": [row.geo_id for row in rows],
        "partner_id": [row.partner_id for row in rows],
        "school_year": [row.school_year for row in rows],
        "course_id": [row.course_id for row in rows],
        "as_of": [as_of[row.school_year] for row in rows],
        "students": [row.students for row in rows],
        "groups_left_out": [row.groups_left_out for row in rows],
    }


def _place(row: Total) -> Place:
    return row.geo_id, row.partner_id


def _school(row: Total) -> Place:
    return row.geo_id, None


def _active(cells: Iterable[Cell], place_of: PlaceOf) -> Active:
    active: dict[Place, set[str]] = {}
    for cell in cells:
        place = place_of(cell.key.school_id, cell.key.school_year)
        if place is not None and cell.family == "course":
            active.setdefault(place, set()).add(cell.key.school_year)
    return {place: frozenset(years) for place, years in active.items()}


def _statuses(
    rows: Sequence[Total], place: Callable[[Total], Place], active: Active, copied: Statuses
) -> list[str | None]:
    """The status in `all` rows; blank in rows of a course."""
    # few combinations of years for hundreds of thousands of schools
    said = cache(status)
    never: frozenset[str] = frozenset()
    return [
        copied.get((*_place(row), row.school_year)) or said(row.school_year, active.get(place(row), never))
        if row.course_id == ALL
        else None
        for row in rows
    ]


def _copied(name: str, closed: Mapping[str, Past]) -> Statuses:
    """The statuses of closed years as they were published: older years may be imported since."""
    found: Statuses = {}
    for year, past in closed.items():
        rows = equal(past.table(name, _STATUS), "school_year", year)
        columns = (column.to_pylist() for column in given(rows, "status").select(_STATUS).columns)
        found |= {(geo_id, partner, year): said for geo_id, partner, _, said in zip(*columns, strict=True)}
    return found
