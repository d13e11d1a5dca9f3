"""Units: the groups of schools whose students one cell of noise protects together.

Claim. Every student of a course and year is in exactly one unit, and which units exist says nothing beyond
the published cells.
Why it holds. Units are made from the places of schools and from which groups are published as active. Each
school goes to the smallest unit that exists around it, and the nation's always does.
Fails when broken: `tests/unit/disclosure/test_units.py`, and `tests/privacy/test_units.py`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple, TypeVar

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

    def __init__(
        self,
        sites: Mapping[str, Site],
        parts: Collection[tuple[Site, str]],
        rests: Collection[tuple[str, str]],
        courses: Iterable[str],
    ) -> None:
        """`parts` are the districts' units as site and course, `rests` the areas' as area and course."""
        self._sites = sites
        self._parts = {(site, course): _of_district(site, course) for site, course in parts}
        self._rests = {(area, course): Unit("area", area, area, course) for area, course in rests}
        self._nation = {course: Unit("nation", "US", None, course) for course in courses}
        made = [*self._parts.values(), *self._rests.values(), *self._nation.values()]
        self.units = sorted(made, key=lambda unit: (unit.level, unit.geo_id, unit.area or "", unit.course_id))

    def of(self, school_id: str, course_id: str) -> Unit:
        """The unit in which the school's students of the course are counted, active or not.

        KeyError for a course that no units were made for.
        """
        site = self._sites.get(school_id)
        if site is None:
            return self._nation[course_id]
        unit = self._parts.get((site, course_id)) or self._rests.get((site.area, course_id))
        return unit or self._nation[course_id]


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
    groups = [(sites[school], course) for school, course in dict.fromkeys(active) if school in sites]
    inside = [group for group in groups if districts and group[0].district is not None]
    parts = _large(Counter(inside), least)
    rests = Counter((group[0].area, group[1]) for group in groups if group not in parts)
    return Units(sites, parts, _large(rests, least), courses)


Group = TypeVar("Group")


def _large(schools: Mapping[Group, int], least: int) -> set[Group]:
    return {group for group, count in schools.items() if count >= least}


def _of_district(site: Site, course_id: str) -> Unit:
    # the groups counted for parts all have a district; the empty id is for the type checker alone
    return Unit("district", site.district or "", site.area, course_id)
