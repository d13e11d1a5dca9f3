"""A school year of a national program: who studies what at which school, one place a student in arrays.

The sizes imitate what a platform sees: most groups are classes of a teacher or of several, and some are a
handful of students who came on their own. Only arrays, so that millions of students take seconds.
"""

from dataclasses import dataclass

import numpy as np

from bench.schools import SEED, Schools
from catchment.demo.chance import stream
from catchment.demo.curriculum import COURSES, CSA, CSD, CSP, FUNDAMENTALS
from catchment.demo.enrolment import USUAL_GIRLS
from catchment.demo.states import race_shares
from catchment.network.categories import GENDERS, RACE_CATEGORIES, URG, URG_CATEGORIES

ACTIVE_SHARE = 0.3407
"""Of all open schools: 32,454 of 95,269."""
_MOVES = 0.15
"""Share of schools whose wish to teach is drawn anew each year."""
_ONLY_STRAYS = 0.16
"""Share of active schools where no teacher leads a class."""
_MOST_OF_ENROLMENT = 0.8
_CLASS = 22

_LETTERS = 0.3
"""Chance of each course of CS Fundamentals at an elementary school."""
_OTHERS = {"6-8": {CSD: 0.9, FUNDAMENTALS[-1]: 0.35}, "9-12": {CSP: 0.8, CSD: 0.3, CSA: 0.3}}
_GIRLS = {CSD: 0.44, CSP: 0.36, CSA: 0.27}
_YOUNG = np.array([course.band == "K-5" for course in COURSES])
_NOT_REPORTED = GENDERS.index("not_reported")
_RACES = ("hispanic", "white", "black", "asian", "american_indian", "hawaiian", "two_or_more")
"""In the order of `race_shares`."""
_CATEGORY = np.array([RACE_CATEGORIES.index(race) for race in _RACES])
_IN_URG = np.array([race in URG for race in _RACES])


@dataclass(frozen=True)
class Year:
    """`school` and `course` have a place per atom (places in `Schools.places` and `COURSES`), the rest one
    per student: `atom`, places in `GENDERS`, `RACE_CATEGORIES` and `URG_CATEGORIES`, whether the teacher was
    trained, and on which day of the school year (1 July is 0) the student begins.
    """

    label: str
    school: np.ndarray
    course: np.ndarray
    atom: np.ndarray
    gender: np.ndarray
    race: np.ndarray
    urg: np.ndarray
    trained: np.ndarray
    begins: np.ndarray

    def sizes(self, day: int = 366) -> np.ndarray:
        """Students of each atom by a day of the school year."""
        return np.bincount(self.atom[self.begins <= day], minlength=len(self.school))


def year(schools: Schools, label: str) -> Year:
    """The school year `label`; the same schools and label give the same students."""
    chance = stream(SEED, f"bench {label}")
    active = _active(schools, label)
    school, course = _atoms(schools, active, chance)
    strays = _strays(school, course, chance)
    size = _sizes(schools, school, strays, chance)
    school, course, size = school[size > 0], course[size > 0], size[size > 0]
    atom = np.repeat(np.arange(len(size), dtype=np.int32), size)
    group = _classes(size, chance)
    race, urg = _races(schools, school, course, atom, chance)
    return Year(
        label,
        school,
        course,
        atom,
        _genders(schools, school[atom], course[atom], group, chance),
        race,
        urg,
        (chance.random(int(group.max()) + 1) < 0.55)[group],
        _begins(group, chance),
    )


def _active(schools: Schools, label: str) -> np.ndarray:
    """The schools that teach: larger ones more often, and mostly those of other years."""
    here = schools.places
    always, anew = stream(SEED, "bench always"), stream(SEED, f"bench anew {label}")
    weight = np.sqrt(np.where(here.students > 0, here.students, 100.0))
    wish = np.where(
        anew.random(len(here)) < _MOVES, anew.exponential(size=len(here)), always.exponential(size=len(here))
    )
    # the smallest keys of an exponential race are a weighted draw without replacement
    return np.sort(np.argsort(wish / weight)[: round(ACTIVE_SHARE * len(here))])


def _atoms(
    schools: Schools, active: np.ndarray, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """School and course of each atom; every active school has at least one."""
    here = schools.places
    wanted = np.zeros((len(active), len(COURSES)))
    wanted[np.ix_(here.teaches("K-5")[active], FUNDAMENTALS)] = _LETTERS
    for band, courses in _OTHERS.items():
        for course, share in courses.items():
            wanted[here.teaches(band)[active], course] = np.maximum(
                share, wanted[here.teaches(band)[active], course]
            )
    wanted[wanted.sum(axis=1) == 0, FUNDAMENTALS[-1]] = 1
    # a school that is keen teaches more of what it could
    keen = chance.beta(2, 1.4, len(active))[:, None]
    offered = chance.random(wanted.shape) < wanted * keen
    favourite = (wanted * chance.random(wanted.shape)).argmax(axis=1)
    offered[np.arange(len(active)), favourite] = True
    place, course = np.nonzero(offered)
    return active[place], course


def _strays(school: np.ndarray, course: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Whether each atom is a handful of students without a class of their own."""
    kinds, at = np.unique(school, return_inverse=True)
    return (chance.random(len(kinds)) < _ONLY_STRAYS)[at] | (chance.random(len(school)) < 0.08)


def _sizes(
    schools: Schools, school: np.ndarray, strays: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    classes = np.round(chance.lognormal(3.75, 0.64, len(school)))
    size = np.where(strays, chance.geometric(0.48, len(school)), classes)
    known = schools.places.students[school]
    together = np.bincount(school, size)[school]
    room = np.where(known > 0, _MOST_OF_ENROLMENT * known, 200.0)
    return np.floor(size * np.minimum(1, room / together)).astype(np.int64)


def _classes(size: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """The class of each student: atoms are cut into classes of about `_CLASS`."""
    first = np.concatenate([[0], np.cumsum(-(-size // _CLASS))[:-1]])
    within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    return (np.repeat(first, size) + within // _CLASS).astype(np.int32)


def _genders(
    schools: Schools, school: np.ndarray, course: np.ndarray, group: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    """Places in `GENDERS`: the course's share of girls, tilted by class, moved by the odds of the school."""
    mean = np.array([_GIRLS.get(place, 0.49) for place in range(len(COURSES))])[course]
    groups = int(group.max()) + 1
    share = (mean + chance.normal(0, 0.08, groups)[group]).clip(0.05, 0.95)
    girls, boys = (
        share * schools.girls[school] * (1 - USUAL_GIRLS),
        (1 - share) * (1 - schools.girls[school]) * USUAL_GIRLS,
    )
    drawn = np.where(chance.random(len(course)) * (girls + boys) < girls, 0, 1)
    rare = chance.random(len(course))
    drawn = np.select([rare < 0.008, rare < 0.012], [2, 3], drawn)
    silent = np.where(chance.random(groups) < 0.06, 0.6, 0.06)[group]
    return np.where(chance.random(len(course)) < silent, _NOT_REPORTED, drawn).astype(np.int8)


def _races(
    schools: Schools, school: np.ndarray, course: np.ndarray, atom: np.ndarray, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Places in `RACE_CATEGORIES` and `URG_CATEGORIES`; each school's mixture varies around its state's."""
    used, at = np.unique(school, return_inverse=True)
    shares = np.stack([race_shares(str(state)) for state in schools.places.states[used]])
    mixture = chance.gamma(np.maximum(shares * 8, 0.02))
    reached = np.cumsum(mixture / mixture.sum(axis=1, keepdims=True), axis=1)[at][:, :-1]
    drawn = np.zeros(len(atom), np.int8)
    luck = chance.random(len(atom), np.float32)
    for limit in reached.T:
        drawn += luck > limit[atom]
    # two or more is URG when one of its parts is
    urg = _IN_URG[drawn] | ((drawn == len(_RACES) - 1) & (chance.random(len(atom), np.float32) < 0.75))
    silent = _YOUNG[course][atom] | (chance.random(len(atom), np.float32) < 0.14)
    race = np.where(silent, RACE_CATEGORIES.index("not_reported"), _CATEGORY[drawn])
    answer = np.where(urg, URG_CATEGORIES.index("urg"), URG_CATEGORIES.index("not_urg"))
    answer = np.where(silent, URG_CATEGORIES.index("not_reported"), answer)
    return race.astype(np.int8), answer.astype(np.int8)


def _begins(group: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Most classes begin in August and September, some later; most students with their class."""
    groups = int(group.max()) + 1
    season = chance.choice(3, groups, p=(0.74, 0.14, 0.12))
    summer, autumn, spring = (
        chance.normal(58, 16, groups),
        chance.uniform(90, 170, groups),
        chance.uniform(185, 240, groups),
    )
    first = np.select([season == 0, season == 1], [summer, autumn], spring)
    late = chance.exponential(np.where(chance.random(len(group)) < 0.15, 60, 6))
    return np.clip(first[group] + late, 30, 345).astype(np.int16)
