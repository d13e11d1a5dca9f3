"""What a release does with each school year: compute it, break it down, draw its estimates, or copy it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from catchment.disclosure.years import is_closed
from catchment.network import clocks
from catchment.network.errors import BadInput
from catchment.network.settings import Network
from catchment.release.build.history import History


@dataclass(frozen=True)
class Years:
    """The school years of a release, by what is done with them; `this` is that of the as-of date."""

    every: list[str]
    this: str
    closed: frozenset[str]
    """Copied from their closing release."""
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


def plan(active: Iterable[str], network: Network, as_of: date, history: History, again: str | None) -> Years:
    """What to do with each year: `active` are those with any atoms, `again` is to be drawn once more.

    BadInput where that year cannot be.
    """
    this = clocks.school_year(as_of)
    done = {year for _, year in history.genders}
    every = sorted({*active, *done, *(key.school_year for key in history.cells), *history.dates, this})
    closed = frozenset(y for y in every if is_closed(network.closing_day(y), history.dates.get(y)))
    reached = {year for year in every if as_of >= network.census_day(year)}
    census = frozenset(reached - closed - done)
    drawable = reached - closed
    if again is not None:
        _check_again(again, every, closed, drawable)
    due = sorted(year for year in drawable if year not in history.draws or year == again)
    shown = (reached | done) & (set(due) | history.draws.keys())
    return Years(every, this, closed, census, frozenset(every) - census - done, due, sorted(shown))


def _check_again(
    again: str, every: Collection[str], closed: Collection[str], drawable: Collection[str]
) -> None:
    if again not in every:
        raise BadInput(f"--redraw {again}: there is no such school year here, only {', '.join(every)}")
    if again in closed:
        raise BadInput(f"--redraw {again}: that school year is closed, so its estimates are final")
    if again not in drawable:
        raise BadInput(f"--redraw {again}: the as-of date is before that school year's census")
