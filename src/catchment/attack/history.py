"""Do releases, laid side by side, give away the few who joined or left in between?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from catchment.attack.audit import Veto

Row = Mapping[str, Any]
Cells = Mapping[tuple[str, str, str], Row]
"""Course rows by (school, year, course)."""


def cells(schools: list[Row]) -> Cells:
    """The course rows of a release's schools; an `all` row is a sum, no cell."""
    return {
        (row["geo_id"], row["school_year"], row["course_id"]): row
        for row in schools
        if row["course_id"] != "all"
    }


def from_differences(past: Sequence[Cells], now: Cells, n_of: Callable[[str], int]) -> Iterator[Veto]:
    """Each shown count may stay, appear, or move by at least n from every value of any earlier release.

    With every earlier one, not only the last: 20, 31, 21 moves by 10 or more at each step. A cell that is as
    in the last release is not judged again: under an older, lower n it may have moved by less.
    """
    last = past[-1] if past else {}
    for key in sorted(last.keys() | now.keys()):
        new = now[key]["students"] if key in now else None
        if key in last and last[key]["students"] == new:
            continue
        olds = {cells[key]["students"] for cells in past if key in cells} - {None}
        for old in sorted(olds):
            yield from _told(key, old, new, n_of(key[0]))


def _told(key: tuple[str, str, str], old: int, new: int | None, n: int) -> Iterator[Veto]:
    cell = f"school {key[0]}, {key[1]}, {key[2]}"
    if new is None:
        yield Veto("from_differences", cell, f"was {old}, and now shows nothing")
    elif 0 < abs(new - old) < n:
        yield Veto(
            "from_differences", cell, f"moved from {old} to {new}: {abs(new - old)} people came or went"
        )
