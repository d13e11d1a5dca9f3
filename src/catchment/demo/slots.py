"""Which classes there are: whose, in which year and course, at which school, and how they fare."""

from dataclasses import dataclass

import numpy as np

from catchment.demo import dates
from catchment.demo.careers import FORMING, JUST_FORMING, NO_CLASS, STALLED, TEACHING, Careers
from catchment.demo.curriculum import COURSES, CSA, CSD, CSP, FUNDAMENTALS, HOUR_OF_CODE, K5
from catchment.demo.partners import Plan
from catchment.demo.people import People
from catchment.demo.places import Places

_OTHER_COURSE = {K5: CSD, CSD: K5, CSP: CSA, CSA: CSP}
_LETTER_SHARES = (0.06, 0.1, 0.1, 0.16, 0.16, 0.14, 0.12, 0.16)
"""How CS Fundamentals classes divide over the family's courses."""


@dataclass(frozen=True)
class Slots:
    """One place per section in every array; `person` and `school` are places in `People` and `Places`.

    `status` is the year of the career that the section belongs to. `spring`: it is not expected to begin
    before spring. `beside`: it is of another course than the teacher's own. `staged`: what becomes of it is
    not left to chance.
    """

    person: np.ndarray
    year: np.ndarray
    course: np.ndarray
    school: np.ndarray
    state: np.ndarray
    status: np.ndarray
    spring: np.ndarray
    beside: np.ndarray
    staged: np.ndarray
    untrained: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    @property
    def elementary(self) -> np.ndarray:
        return np.isin(self.course, FUNDAMENTALS)

    @property
    def forming(self) -> np.ndarray:
        return (self.status == FORMING) | (self.status == JUST_FORMING)


def classes(
    places: Places, plan: Plan, people: People, careers: Careers, chance: np.random.Generator
) -> Slots:
    """All classes but the Hour of Code; those of one person and year follow each other."""
    person, year, beside = _who_and_when(people, careers, chance)
    school = _schools(people, person, year)
    mine = people.partner[person] == plan.showcase
    return Slots(
        person,
        year,
        _courses(people.track[person], beside, chance),
        school,
        places.states[school],
        np.where(beside, TEACHING, careers.years[person, year]),
        spring=careers.spring[person] & (people.cohort[person] == year),
        beside=beside,
        staged=mine & (year == dates.NOW) & ~beside,
        untrained=people.partner[person] < 0,
    )


def hours_of_code(places: Places, people: People, careers: Careers, chance: np.random.Generator) -> Slots:
    """One-off classes, also of teachers who do nothing else that year."""
    person, year = np.nonzero(chance.random(careers.years.shape) < 0.1)
    course = np.where(people.track[person] == K5, *HOUR_OF_CODE)
    school = _schools(people, person, year)
    never = np.zeros(len(person), bool)
    return Slots(
        person,
        year,
        course,
        school,
        places.states[school],
        np.full(len(person), TEACHING),
        spring=never,
        beside=never,
        staged=never,
        untrained=people.partner[person] < 0,
    )


def _schools(people: People, person: np.ndarray, year: np.ndarray) -> np.ndarray:
    return np.stack([people.school_in(y) for y in range(len(dates.YEARS))])[year, person]


def _who_and_when(
    people: People, careers: Careers, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Person and year of each section, and whether it is the one of another course."""
    counts = _counts(people, careers, chance)
    beside = careers.elsewhere & (careers.years >= NO_CLASS)
    person, year = np.divmod(np.arange(counts.size), len(dates.YEARS))
    whose = np.concatenate([np.repeat(person, counts.ravel()), person[beside.ravel()]])
    when = np.concatenate([np.repeat(year, counts.ravel()), year[beside.ravel()]])
    return whose, when, np.arange(len(whose)) >= counts.sum()


def _counts(people: People, careers: Careers, chance: np.random.Generator) -> np.ndarray:
    """Sections of each person and year in the course that the person mostly teaches."""
    years = careers.years
    usual = chance.choice((1, 2, 3, 4), years.shape, p=(0.37, 0.34, 0.2, 0.09))
    usual = np.where((people.partner < 0)[:, None], np.minimum(usual, 2), usual)
    empty = chance.random(years.shape) < 0.3  # set up, but nobody joins
    forming = (years == FORMING) | (years == JUST_FORMING)
    return np.select([years >= STALLED, forming, (years == NO_CLASS) & empty], [usual, 1, 1], 0)


def _courses(track: np.ndarray, beside: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    other = np.array([_OTHER_COURSE.get(place, place) for place in range(len(COURSES))])
    letters = chance.choice(FUNDAMENTALS, len(track), p=_LETTER_SHARES)
    own = np.where(track == K5, letters, track)
    return np.where(beside, other[track], own)
