"""Units: the groups of schools whose students one cell of noise protects together.

Claim. Every student of a course and year is in exactly one unit, and which units exist says nothing beyond
the published cells.
Why it holds. Units are made from the places of schools and from which groups are published as active. Each
school goes to the smallest unit that exists around it, and the nation's always does.
Fails when broken: `tests/unit/disclosure/test_units.py`, and `tests/privacy/test_units.py`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

LEAST_SCHOOLS = 3
"""Active schools that make a unit of their own for gender, race and gender by URG."""
LEAST_SCHOOLS_TRAINED = 10
"""The same for gender by trained: noise for one student does not hide a teacher of 60."""

Level = Literal["district", "area", "nation"]


class Unit(NamedTuple):
    """A place and course whose students are counted together.

    `geo_id` is the district's LEA id, the area's id or `US`; `area` is the area that a district part or an
    area's remainder adds up to, None for the nation's.
    """

    level: Level
    geo_id: str
    area: str | None
    course_id: str


class Site(NamedTuple):
    """Where a school counts in the year: its district (None: in none) and its area (`CA:partner`)."""

    district: str | None
    area: str


class Units:
    """The units of a school year, sorted, and the one of each school and course."""

    def __init__(self, sites: Mapping[str, Site], units: Collection[Unit]) -> None:
        self.units = sorted(
            units, key=lambda unit: (unit.level, unit.geo_id, unit.area or "", unit.course_id)
        )
        self._sites = sites
        self._made = frozenset(units)

    def of(self, school_id: str, course_id: str) -> Unit:
        """The unit in which the school's students of the course are counted, active or not.

        KeyError for a course that no units were made for.
        """
        site = self._sites.get(school_id)
        around = _around(site, course_id) if site else (_nation(course_id),)
        for unit in around:
            if unit in self._made:
                return unit
        raise KeyError(course_id)


def assign(
    sites: Mapping[str, Site],
    active: Collection[tuple[str, str]],
    courses: Iterable[str],
    *,
    least: int,
    districts: bool,
) -> Units:
    """The units of one school year.

    `active`: school and course of every cell published as shown or flagged. A district part, then the rest
    of an area, is a unit of a course if at least `least` schools in it are active; without `districts`,
    areas are whole. Each of `courses` has the nation's unit.
    """
    placed = sites if districts else {school: Site(None, site.area) for school, site in sites.items()}
    groups = [_around(placed[school], course) for school, course in set(active) if school in placed]
    parts = _large(Counter(group[0] for group in groups if len(group) == 3), least)
    rest = _large(Counter(group[-2] for group in groups if group[0] not in parts), least)
    return Units(placed, parts | rest | {_nation(course) for course in courses})


def _large(schools: Mapping[Unit, int], least: int) -> set[Unit]:
    return {unit for unit, count in schools.items() if count >= least}


def _around(site: Site, course_id: str) -> tuple[Unit, ...]:
    """The units that may hold the site's students, smallest first."""
    area = Unit("area", site.area, site.area, course_id)
    if site.district is None:
        return area, _nation(course_id)
    return Unit("district", site.district, site.area, course_id), area, _nation(course_id)


def _nation(course_id: str) -> Unit:
    return Unit("nation", "US", None, course_id)
