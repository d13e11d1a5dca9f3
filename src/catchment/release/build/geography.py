"""Where each school counts in each school year: its partner, district part and area.

The mapping in force at a school year's first release freezes for that year, so that a total can never be
told apart by moving one school.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catchment.disclosure.sums import Place
from catchment.disclosure.units import Site
from catchment.network import clocks
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


class Geography:
    """Answers, for each level, at which place a school counts in a school year."""

    def __init__(self, homes: Mapping[SchoolYear, Home]) -> None:
        self.homes = homes

    def school(self, school_id: str, year: str) -> Place | None:
        home = self.homes.get((school_id, year))
        return home and (school_id, home.partner_id)

    def district(self, school_id: str, year: str) -> Place | None:
        home = self.homes.get((school_id, year))
        return (home.district_id, home.partner_id) if home and home.district_id else None

    def area(self, school_id: str, year: str) -> Place | None:
        home = self.homes.get((school_id, year))
        return home and (home.area, home.partner_id)

    def region(self, school_id: str, year: str) -> Place | None:
        home = self.homes.get((school_id, year))
        return home and (home.partner_id or NO_PARTNER, home.partner_id)

    def state(self, school_id: str, year: str) -> Place | None:
        home = self.homes.get((school_id, year))
        return home and (home.state, None)

    def nation(self, school_id: str, year: str) -> Place | None:
        return (NATION, None) if (school_id, year) in self.homes else None

    def sites(self, year: str) -> dict[str, Site]:
        """Where schools count in the year, as the units of estimates need it."""
        return {
            school_id: Site(home.district_id, home.area)
            for (school_id, when), home in self.homes.items()
            if when == year
        }


def settle(
    schools: Iterable[Mapping],
    regions: RegionMap,
    years: Sequence[str],
    as_of: date,
    frozen: Mapping[SchoolYear, Home],
) -> Geography:
    """Homes of all schools in all `years`: as an earlier release froze them, else as the mapping says."""
    now = {
        (school["school_id"], year): _home(school, regions, min(as_of, clocks.last_day(year)))
        for school in schools
        for year in years
    }
    return Geography(freeze({key: home for key, home in frozen.items() if key[1] in years}, now))


def _home(school: Mapping, regions: RegionMap, on: date) -> Home:
    partner = regions.partner_of(school["state"], school["zip"], on)
    return Home(partner, school["district_id"], school["state"])
