"""Statuses of schools and district parts: three bits from the years in which they were active.

Claim. A status tells nothing beyond the published cells.
Why it holds. It is computed from the school years in which a cell is published there, shown or flagged.
Fails when broken: `tests/unit/disclosure/test_statuses.py`, and the attack, which derives it again.
"""

from collections.abc import Collection
from typing import Literal

from catchment.network import clocks

Status = Literal["new", "retained", "returned", "lapsed_this_year", "lapsed", "never"]


def status(school_year: str, active: Collection[str]) -> Status:
    """The status in `school_year` of a place with published activity in the `active` school years.

    Later years do not count: what a year said of itself stays said.
    """
    earlier = [year for year in active if year < school_year]
    last_year = clocks.shift(school_year, -1) in earlier
    if school_year in active:
        return "retained" if last_year else "returned" if earlier else "new"
    return "lapsed_this_year" if last_year else "lapsed" if earlier else "never"
