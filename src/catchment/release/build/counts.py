"""Count tables of every level, made from the cells that disclosure decided."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import pyarrow as pa

from catchment.disclosure.atoms import Cell
from catchment.disclosure.sums import ALL, Place, Total, totals
from catchment.release.build.geography import Geography
from catchment.release.build.schemas import table_of


def count_tables(cells: Sequence[Cell], geography: Geography, as_of: dict[str, date]) -> dict[str, pa.Table]:
    """`nation`, `states`, `regions`, `areas`, `districts` and `schools`.

    `as_of` gives each school year's own date: that of the release which last computed it.
    """
    levels: dict[str, Callable[[str, str], Place | None]] = {
        "nation": geography.nation,
        "states": geography.state,
        "regions": geography.region,
        "areas": geography.area,
        "districts": geography.district,
    }
    tables = {name: _level(name, cells, place_of, geography, as_of) for name, place_of in levels.items()}
    return {**tables, "schools": _schools(cells, geography, as_of)}


def _level(
    name: str,
    cells: Iterable[Cell],
    place_of: Callable[[str, str], Place | None],
    geography: Geography,
    as_of: dict,
) -> pa.Table:
    found = totals(cells, place_of, _everywhere(place_of, geography))
    return table_of([_row(total, as_of) for total in found], name)


def _everywhere(place_of: Callable[[str, str], Place | None], geography: Geography) -> set[tuple[Place, str]]:
    places = ((place_of(school, year), year) for school, year in geography.homes)
    return {(place, year) for place, year in places if place is not None}


def _schools(cells: Sequence[Cell], geography: Geography, as_of: dict[str, date]) -> pa.Table:
    """A school has one `all` row a year; a course row stands only where it is active, with its code."""
    codes = {cell.key: cell for cell in cells}
    rows = []
    for total in totals(cells, geography.school, _everywhere(geography.school, geography)):
        row = _row(total, as_of)
        if total.course_id == ALL:
            row["students_code"] = "exact"
        else:
            cell = codes[total.geo_id, total.school_year, total.course_id]
            row |= {"students": cell.students, "students_code": cell.code}
        rows.append(row)
    return table_of(rows, "schools")


def _row(total: Total, as_of: dict[str, date]) -> dict:
    return {
        "geo_id": total.geo_id,
        "partner_id": total.partner_id,
        "school_year": total.school_year,
        "course_id": total.course_id,
        "as_of": as_of[total.school_year],
        "students": total.students,
        "groups_left_out": total.groups_left_out,
    }
