"""Every number above a school's course: a sum of shown atoms that says how many groups it leaves out.

Claim. A total tells nothing beyond the cells it adds up.
Why it holds. It is computed from published cells, never from students; small groups count as groups only.
Fails when broken: `tests/unit/disclosure/test_sums.py`, and the attack, which adds up the schools itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from catchment.disclosure.atoms import Cell

ALL = "all"
"""The course id of a row over all courses. Hour of Code is a family of its own and is not in it."""


@dataclass(slots=True)
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
    found: dict[tuple[Place, str], _Courses] = defaultdict(dict)
    for place, year in everywhere:
        _total(found[place, year], place, year, ALL)
    for cell in cells:
        school_id, year, course_id = cell.key
        home = place_of(school_id, year)
        if home is not None:
            courses = found[home, year]
            _total(courses, home, year, course_id).add(cell)
            if cell.family == "course":
                _total(courses, home, year, ALL).add(cell)
    return [total for where in sorted(found, key=_order) for _, total in sorted(found[where].items())]


_Courses = dict[str, Total]
"""The totals of one place and school year by course."""


def _total(courses: _Courses, place: Place, year: str, course_id: str) -> Total:
    total = courses.get(course_id)
    if total is None:
        total = courses[course_id] = Total(*place, year, course_id)
    return total


def _order(where: tuple[Place, str]) -> tuple[str, str, str]:
    (geo_id, partner_id), year = where
    return geo_id, partner_id or "", year
