"""When classes begin and end."""

import numpy as np

from catchment.demo import dates
from catchment.demo.careers import FORMING, JUST_FORMING, STALLED, TEACHING
from catchment.demo.slots import Slots

_TERMS = {"CA": ((8, 14), (6, 4)), "FL": ((8, 12), (5, 28)), "MI": ((9, 3), (6, 10))}
_USUAL_TERM = ((8, 20), (6, 3))
"""First and last day of classes, month and day."""


def begins(slots: Slots, chance: np.random.Generator) -> np.ndarray:
    """First day of each class: soon after the term's first, in spring, in autumn, or a few weeks ago."""
    later = np.minimum(chance.exponential(np.where(slots.elementary, 35, 14)), 100)
    usual = np.where(slots.spring, day_of(slots.year, 1, 8) + later / 2, _term(slots, 0) + later)
    autumn = day_of(slots.year, 9, 10) + chance.integers(75, size=len(slots))
    lately = dates.number(dates.AS_OF) - chance.integers(18, 42, size=len(slots))
    forming = [slots.status == FORMING, slots.status == JUST_FORMING]
    return np.select(forming, [autumn, lately], usual).astype(np.int64)


def ends(slots: Slots, begun: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Last day of each class; a staged one goes on to summer unless it is to fall silent."""
    silent, usual = _silent(slots, begun, chance), _usual_end(slots, begun, chance)
    return np.select([slots.status == STALLED, slots.status == TEACHING], [silent, usual], begun + 60).astype(
        np.int64
    )


def _usual_end(slots: Slots, begun: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Summer; young classes are through earlier, and some classes last one semester."""
    summer = _term(slots, 1) - chance.exponential(5, len(slots))
    young = np.minimum(begun + chance.uniform(15, 36, len(slots)) * 7, summer)
    fall = day_of(slots.year, 12, 18) + chance.integers(34, size=len(slots))
    semester = (chance.random(len(slots)) < 0.13) & (begun < day_of(slots.year, 10, 1))
    return np.select([slots.staged, slots.elementary, semester], [summer, young, fall], summer)


def _silent(slots: Slots, begun: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """The last day before a class falls silent: in the running year well before the as-of date.

    A staged one does so early: it may not have completed before.
    """
    last = begun + np.where(slots.staged, 45, chance.integers(30, 110, size=len(slots)))
    last = np.where(slots.year == dates.NOW, np.minimum(last, day_of(slots.year, 1, 31)), last)
    return np.maximum(last, begun + 14)


def hour_of_code_days(slots: Slots, chance: np.random.Generator) -> np.ndarray:
    """A day of the second week of December."""
    monday = day_of(slots.year, 12, 8)
    return monday - dates.weekday(monday) + chance.integers(4, size=len(slots))


def day_of(year: np.ndarray, month: int, day: int) -> np.ndarray:
    """The month's day in each of the school years."""
    return np.array([dates.in_year(y, month, day) for y in range(len(dates.YEARS))])[year]


def _term(slots: Slots, which: int) -> np.ndarray:
    """First (0) or last (1) day of classes in each state and year."""
    known, at = np.unique(slots.state, return_inverse=True)
    days = [
        [dates.in_year(y, *_TERMS.get(str(state), _USUAL_TERM)[which]) for y in range(len(dates.YEARS))]
        for state in known
    ]
    return np.array(days).reshape(-1, len(dates.YEARS))[at, slots.year]
