"""The status of a teacher, school or district over the years: three bits, one word."""

from collections.abc import Collection
from typing import Literal

from catchment.network import clocks

Status = Literal["new", "retained", "returned", "lapsed_this_year", "lapsed", "never"]


def status_of(now: bool, last_year: bool, before: bool) -> Status:
    """The word for: active this year, active last year, active in any earlier year, the last or another."""
    if now:
        return "retained" if last_year else "returned" if before else "new"
    return "lapsed_this_year" if last_year else "lapsed" if before else "never"


def status(school_year: str, active: Collection[str]) -> Status:
    """The status in `school_year` of whoever was active in the `active` school years.

    Later years do not count: what a year said of itself stays said.
    """
    earlier = [year for year in active if year < school_year]
    last_year = clocks.shift(school_year, -1) in earlier
    return status_of(school_year in active, last_year, bool(earlier))
