"""What each school year's codes mean: the n under which its counts and its breakdowns were decided.

A policy may change while a closed year's counts and last winter's breakdowns are copied. "Few" of a year then
still means few by the rules of its own day.
"""

from collections.abc import Mapping
from typing import Any

from catchment.network.policy import Policy
from catchment.release.build.history import History
from catchment.release.build.years import Years

Thresholds = Mapping[str, Mapping[str, Any]]
"""School year -> `counts` and `genders` (None before the census), each with `n` and `per_state`."""


def thresholds(rules: Policy, history: History, years: Years) -> Thresholds:
    """The thresholds of every school year of a release."""
    now = {"n": rules.n, "per_state": dict(rules.per_state)}
    return {
        year: {
            "counts": history.closed[year].thresholds[year]["counts"] if year in years.closed else now,
            "genders": _of_genders(now, history, years, year),
        }
        for year in years.every
    }


def _of_genders(now: Mapping[str, Any], history: History, years: Years, year: str) -> Any:
    if year in years.census:
        return now
    return history.thresholds[year]["genders"] if year in years.broken_down else None
