"""What a release does with each school year: compute it, break it down, draw its estimates, or copy it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from catchment.network import clocks
from catchment.network.errors import BadInput
from catchment.network.settings import Network
from catchment.release.build.history import History


@dataclass(frozen=True)
class Span:
    """The school years of a release; `this` is that of the as-of date."""

    every: list[str]
    this: str
    closed: frozenset[str]
    """Copied from their closing release."""


@dataclass(frozen=True)
class Years(Span):
    """The school years of a release, by what is done with them."""

    census: frozenset[str]
    """Broken down by gender in this release."""
    before: frozenset[str]
    """Not broken down yet."""
    due: list[str]
    """Their estimates are drawn in this build."""
    estimated: list[str]
    """They have estimates in this release."""

    @property
    def broken_down(self) -> frozenset[str]:
        """After their census, now or before."""
        return frozenset(self.every) - self.before


def span(active: Iterable[str], as_of: date, history: History) -> Span:
    """The school years that a release speaks of: `active` are those with any group."""
    this = clocks.school_year(as_of)
    done = (year for _, year in history.genders)
    every = sorted({*active, *done, *(key.school_year for key in history.cells), *history.dates, this})
    return Span(every, this, frozenset(history.closed))


def plan(
    years: Span, told: Collection[str], network: Network, as_of: date, history: History, again: str | None
) -> Years:
    """What to do with each year: `told` are those with any published cell of a course, `again` is to be drawn
    once more. BadInput where that year cannot be.

    The census of a year waits for its first cell, a public fact: whether there are any students of a course
    must not be told by the mere presence of breakdowns and estimates.
    """
    done = {year for _, year in history.genders}
    reached = {year for year in years.every if as_of >= network.census_day(year)}
    drawable = reached.intersection(told) - years.closed
    if again is not None:
        _check_again(again, years, reached, told)
    due = sorted(year for year in drawable if year not in history.draws or year == again)
    shown = (drawable | done) & (set(due) | history.draws.keys())
    census, every = frozenset(drawable - done), frozenset(years.every)
    return Years(years.every, years.this, years.closed, census, every - census - done, due, sorted(shown))


def _check_again(again: str, years: Span, reached: Collection[str], told: Collection[str]) -> None:
    if again not in years.every:
        raise BadInput(f"--redraw {again}: there is no such school year here, only {', '.join(years.every)}")
    if again in years.closed:
        raise BadInput(f"--redraw {again}: that school year is closed, so its estimates are final")
    if again not in reached:
        raise BadInput(f"--redraw {again}: the as-of date is before that school year's census")
    if again not in told:
        raise BadInput(f"--redraw {again}: no course of that school year can be shown yet")
