"""Where each school counts in each school year: its partner, district part and area.

The mapping in force at a school year's first release freezes for that year, so that a total can never be
told apart by moving one school.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from catchment.disclosure.sums import Place
from catchment.disclosure.units import Site
from catchment.network.regions import RegionMap, freeze
from catchment.release.layout import NO_PARTNER

NATION = "US"
SchoolYear = tuple[str, str]
"""(school_id, school year label)"""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a school counts in one year; `partner_id` is None in no partner's region."""

    partner_id: str | None
    district_id: str | None
    state: str

    @property
    def area(self) -> str:
        return f"{self.state}:{self.partner_id or NO_PARTNER}"


def of_area(area: str) -> tuple[str, str | None]:
    """The state and the partner of an area's id."""
    state, _, partner = area.partition(":")
    return state, None if partner == NO_PARTNER else partner


PlaceOf = Callable[[str, str], Place | None]
"""From a school and a school year."""


class Geography:
    """Answers, for each level, at which place a school counts in a school year."""

    def __init__(self, homes: Mapping[SchoolYear, Home]) -> None:
        self.homes = homes

    def within(self, years: Collection[str]) -> "Geography":
        """The same for some school years alone."""
        return Geography({key: home for key, home in self.homes.items() if key[1] in years})

    @cached_property
    def _distinct(self) -> set[tuple[Home, str]]:
        """Homes by year: few, for half a million schools of a nation in several years."""
        return {(home, year) for (_, year), home in self.homes.items()}

    def place_of(self, level: str) -> PlaceOf:
        """Where a school counts at a level of `LEVELS`; None where it counts nowhere."""
        homes, place = self.homes, LEVELS[level]
        places = {home: place(home) for home, _ in self._distinct}

        def find(school_id: str, year: str) -> Place | None:
            home = homes.get((school_id, year))
            return places[home] if home is not None else None

        return find

    def everywhere(self, level: str) -> set[tuple[Place, str]]:
        """Every place of a level in every year, active or not."""
        places = ((LEVELS[level](home), year) for home, year in self._distinct)
        return {(place, year) for place, year in places if place is not None}

    def school(self, school_id: str, year: str) -> Place | None:
        home = self.homes.get((school_id, year))
        return (school_id, home.partner_id) if home else None

    def schools(self) -> list[tuple[Place, str]]:
        """Every school in every year."""
        return [((school_id, home.partner_id), year) for (school_id, year), home in self.homes.items()]

    def sites(self, year: str) -> dict[str, Site]:
        """Where schools count in the year, as the units of estimates need it."""
        sites = {home: Site(home.district_id, home.area) for home, when in self._distinct if when == year}
        return {school_id: sites[home] for (school_id, when), home in self.homes.items() if when == year}


LEVELS: dict[str, Callable[[Home], Place | None]] = {
    "district": lambda home: (home.district_id, home.partner_id) if home.district_id else None,
    "area": lambda home: (home.area, home.partner_id),
    "region": lambda home: (home.partner_id or NO_PARTNER, home.partner_id),
    "state": lambda home: (home.state, None),
    "nation": lambda home: (NATION, None),
}
"""The levels above schools: the place at which a home counts."""


def settle(
    schools: Iterable[Mapping],
    regions: RegionMap,
    days: Mapping[str, date],
    frozen: Mapping[SchoolYear, Home],
) -> Geography:
    """Homes of all schools: as an earlier release froze them, else as the mapping says.

    `days` has the day whose mapping holds for each open school year; a closed one gets no new school.
    """
    # one object a home: a nation has half a million of them, and few are different
    one = {home: home for home in frozen.values()}
    now = {}
    for school in schools:
        for year, day in days.items():
            if (key := (school["school_id"], year)) not in frozen:
                home = _home(school, regions, day)
                now[key] = one.setdefault(home, home)
    return Geography(freeze(frozen, now))


def _home(school: Mapping, regions: RegionMap, on: date) -> Home:
    partner = regions.partner_of(school["state"], school["zip"], on)
    return Home(partner, school["district_id"], school["state"])
