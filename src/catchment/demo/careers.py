"""What each teacher does in each school year, and who agrees to show it."""

from dataclasses import dataclass

import numpy as np

from catchment.demo import dates
from catchment.demo.chance import stream
from catchment.demo.curriculum import CSP
from catchment.demo.partners import Plan
from catchment.demo.people import People

AWAY, NO_CLASS, FORMING, JUST_FORMING, STALLED, TEACHING = range(-1, 5)
"""A year of a teacher: not on the platform; nobody joins; fewer than 5 start, since the year's first half
(`FORMING`) or since a few weeks (`JUST_FORMING`); a class that falls silent; a class that goes on."""

IN_FORCE, WITHDRAWN, NEVER = range(3)
"""How a trained person's consent for the training partner stands on the as-of date."""

_STAYS, _RETURNS = 0.8, 0.27
"""Chances to teach again after a year of teaching, and after a year without."""


@dataclass(frozen=True)
class Careers:
    """`years[person, year]` is one of the years above; `elsewhere` marks a class of another course beside it.

    `consent` is one of the three above; `spring` says who plans to teach from spring.
    """

    years: np.ndarray
    elsewhere: np.ndarray
    consent: np.ndarray
    spring: np.ndarray


def imagine(people: People, plan: Plan, seed: int) -> Careers:
    """Careers of all; those of the showcase's running year are staged, all others are left to chance."""
    chance = stream(seed, "careers")
    rates = np.array([partner.rate for partner in plan.partners])[people.partner]
    shape = (len(people), len(dates.YEARS))
    careers = Careers(
        np.full(shape, AWAY),
        chance.random(shape) < 0.05,
        chance.choice(3, len(people), p=(0.88, 0.05, 0.07)),
        people.spring.copy(),
    )
    for year in range(len(dates.YEARS)):
        careers.years[:, year] = _trained_year(people.cohort, careers.years, year, rates, chance)
    _free_spirits(people, careers.years, chance)
    _stage(people, plan, careers)
    return careers


def _trained_year(
    cohort: np.ndarray, years: np.ndarray, year: int, rates: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    active_before = years[:, year - 1] >= STALLED if year else np.zeros(len(cohort), bool)
    chances = np.select(
        [cohort == year, cohort < year, cohort == year + 1],
        [rates, np.where(active_before, _STAYS, _RETURNS), 0.1],
        0.0,
    )
    teaches = chance.random(len(cohort)) < chances
    silent = chance.choice((NO_CLASS, FORMING), len(cohort), p=(0.72, 0.28))
    taught = chance.choice((STALLED, TEACHING), len(cohort), p=(0.14, 0.86))
    return np.where(teaches, taught, np.where(cohort <= year, silent, AWAY))


def _free_spirits(people: People, years: np.ndarray, chance: np.random.Generator) -> None:
    """Untrained teachers come and go; their classes often are short."""
    untrained = people.partner < 0
    here = chance.random(years.shape) < 0.5
    lasting = chance.choice((STALLED, TEACHING), years.shape, p=(0.35, 0.65))
    years[untrained] = np.where(here, lasting, AWAY)[untrained]


def _stage(people: People, plan: Plan, careers: Careers) -> None:
    """Makes the running year of the showcase's roster: six to call, three classes forming, all others teach.

    Of the six one waits for spring, two have no class (one of them teaches another course), one has a class
    that has been forming since autumn, and two classes have fallen silent.
    """
    own = np.flatnonzero(people.partner == plan.showcase)
    careers.consent[own[:12]] = IN_FORCE  # four of each cohort, so that every part finds its player
    careers.spring[own] = False
    cast = own[careers.consent[own] == IN_FORCE]
    careers.elsewhere[cast, dates.NOW] = False
    careers.years[cast, dates.NOW] = TEACHING
    newest = cast[people.cohort[cast] == dates.NOW]
    older = cast[people.cohort[cast] < dates.NOW]
    waiting = _first_of(newest, people.track[newest] == CSP)
    newest = newest[newest != waiting]
    careers.spring[waiting] = True
    careers.years[waiting, dates.NOW] = NO_CLASS
    careers.years[newest[:1], dates.NOW] = NO_CLASS
    lapsed = _first_of(older, careers.years[older, dates.NOW - 1] == TEACHING)
    older = older[older != lapsed]
    careers.years[lapsed, dates.NOW] = NO_CLASS
    careers.elsewhere[lapsed, dates.NOW] = True
    careers.years[newest[1:2], dates.NOW] = FORMING
    careers.years[newest[2:3], dates.NOW] = STALLED
    careers.years[older[:1], dates.NOW] = STALLED
    careers.years[np.concatenate([newest[3:5], older[1:2]]), dates.NOW] = JUST_FORMING


def _first_of(cast: np.ndarray, preferred: np.ndarray) -> int:
    """The first preferred one, else the first."""
    return int(cast[np.flatnonzero(preferred)[0]] if preferred.any() else cast[0])
