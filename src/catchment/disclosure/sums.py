"""Every number above a school's course: a sum of shown atoms that says how many groups it leaves out.

Claim. A total tells nothing beyond the cells it adds up.
Why it holds. It is computed from published cells, never from students; small groups count as groups only.
Fails when broken: `tests/unit/disclosure/test_sums.py`, and the attack, which adds up the schools itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from catchment.disclosure.atoms import Cell

ALL = "all"
"""The course id of a row over all courses. Hour of Code is a family of its own and is not in it."""


@dataclass
class Total:
    """Sum of shown atoms of one place, school year and course (or `ALL`)."""

    geo_id: str
    partner_id: str | None
    school_year: str
    course_id: str
    students: int = 0
    groups_left_out: int = 0

    def add(self, cell: Cell) -> None:
        self.students += cell.students or 0
        self.groups_left_out += cell.students is None


Place = tuple[str, str | None]
"""A geography: its id, and the partner whose shelf it lies on (None: no partner, or above partners)."""


def totals(
    cells: Iterable[Cell],
    place_of: Callable[[str, str], Place | None],
    everywhere: Iterable[tuple[Place, str]] = (),
) -> list[Total]:
    """Totals by course and over all courses for each place, sorted.

    `place_of(school_id, school_year)` says where a school counts (None: nowhere); `everywhere` lists the
    places and years that get an `ALL` row even without any activity.
    """
    found: dict[tuple[Place, str, str], Total] = {}
    for home, year in everywhere:
        _total(found, home, year, ALL)
    for cell in cells:
        place = place_of(cell.key.school_id, cell.key.school_year)
        if place is None:
            continue
        _total(found, place, cell.key.school_year, cell.key.course_id).add(cell)
        if cell.family == "course":
            _total(found, place, cell.key.school_year, ALL).add(cell)
    return sorted(found.values(), key=_order)


def _total(found: dict[tuple[Place, str, str], Total], place: Place, year: str, course_id: str) -> Total:
    key = (place, year, course_id)
    if key not in found:
        found[key] = Total(*place, year, course_id)
    return found[key]


def _order(total: Total) -> tuple[str, str, str, str]:
    return (total.geo_id, total.partner_id or "", total.school_year, total.course_id)
