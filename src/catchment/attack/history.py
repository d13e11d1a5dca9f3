"""Do two releases, laid side by side, give away the few who joined or left in between?"""

from collections.abc import Iterator, Mapping
from typing import Any

from catchment.attack.audit import Veto
from catchment.attack.groups import Threshold, cell_name

Row = Mapping[str, Any]
Cells = dict[tuple[str, str, str], Row]


def cells(schools: list[Row]) -> Cells:
    """Course rows by (school, year, course)."""
    return {
        (row["geo_id"], row["school_year"], row["course_id"]): row
        for row in schools
        if row["course_id"] != "all"
    }


def from_differences(before: Cells, after: Cells, n_of: Threshold) -> Iterator[Veto]:
    """Each shown count may stay, appear, or move by at least n; a shown one never disappears."""
    for key, old in before.items():
        if old["students"] is None:
            continue
        new = after.get(key, {"students": None})["students"]
        if new is None:
            yield Veto("from_differences", cell_name(old), f"was {old['students']}, and now shows nothing")
        elif 0 < abs(new - old["students"]) < n_of(old["geo_id"]):
            yield Veto(
                "from_differences",
                cell_name(old),
                f"moved from {old['students']} to {new}: {abs(new - old['students'])} people came or went",
            )
