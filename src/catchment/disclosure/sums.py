"""Every number above a school's course: a sum of shown atoms that says how many groups it leaves out.

Claim. A total tells nothing beyond the cells it adds up.
Why it holds. It is computed from published cells, never from students; small groups count as groups only.
Fails when broken: `tests/unit/disclosure/test_sums.py`, and the attack, which adds up the schools itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple

from catchment.disclosure.atoms import Cell

ALL = "all"
"""The course id of a row over all courses. Hour of Code is a family of its own and is not in it."""


class Total(NamedTuple):
    """Sum of shown atoms of one place, school year and course (or `ALL`)."""

    geo_id: str
    partner_id: str | None
    school_year: str
    course_id: str
    students: int
    groups_left_out: int


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
    found: dict[tuple[Place, str], _Courses] = defaultdict(_no_courses)
    for where in everywhere:
        found[where][ALL] = [0, 0]
    # where a school counts is asked once for a run of its cells, not for each of a nation's
    for (school_id, year), group in groupby(cells, key=_school_year):
        home = place_of(school_id, year)
        if home is not None:
            _add(found[home, year], group)
    return [
        Total(*place, year, course_id, *sums)
        for place, year in sorted(found, key=_order)
        for course_id, sums in sorted(found[place, year].items())
    ]


_Courses = defaultdict[str, list[int]]
"""By course: the students of one place and school year, and the groups left out."""


def _no_courses() -> _Courses:
    return defaultdict(lambda: [0, 0])


def _school_year(cell: Cell) -> tuple[str, str]:
    return cell.key.school_id, cell.key.school_year


def _add(courses: _Courses, cells: Iterable[Cell]) -> None:
    for key, family, students in cells:
        named = (key.course_id, ALL) if family == "course" else (key.course_id,)
        for course_id in named:
            courses[course_id][0] += students or 0
            courses[course_id][1] += students is None


def _order(where: tuple[Place, str]) -> tuple[str, str, str]:
    (geo_id, partner_id), year = where
    return geo_id, partner_id or "", year
