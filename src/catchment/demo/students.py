"""Students: a pseudonym, and what they report of themselves."""

import numpy as np
import pyarrow as pa

from catchment.demo.chance import stream
from catchment.demo.columns import Columns, lookup
from catchment.demo.curriculum import COURSES, CSA, CSD, CSP
from catchment.demo.enrolment import USUAL_GIRLS, girl_shares
from catchment.demo.members import Members
from catchment.demo.places import Places
from catchment.demo.sections import Sections
from catchment.demo.states import RACES, TWO_OR_MORE, race_shares

GENDERS = ("female", "male", "nonbinary", "another", "not_reported")
_GIRLS = {CSD: 0.44, CSP: 0.36, CSA: 0.27}
"""Share of girls in a course; even where not given."""
_ELEMENTARY = np.array([course.band == "K-5" for course in COURSES])

_PAIRS = tuple(f"{RACES[one]};{RACES[other]}" for one in range(6) for other in range(one + 1, 6))
_NONSENSE = ";".join((*RACES, "other"))
_ANSWERS = (*RACES, *_PAIRS, "other", "opt_out", _NONSENSE)
_OTHER, _OPT_OUT, _ALL = len(_ANSWERS) - 3, len(_ANSWERS) - 2, len(_ANSWERS) - 1
_BLANK = -1


def pseudonyms(count: int, seed: int) -> pa.Array:
    """Opaque names, all different: an odd factor permutes the 40-bit numbers, so no order shows through."""
    first = int(stream(seed, "pseudonyms").integers(1 << 40))
    return pa.array([f"s{(first + number * 0x9E3779B97F) % (1 << 40):010x}" for number in range(count)])


def table(places: Places, sections: Sections, members: Members, names: pa.Array, seed: int) -> Columns:
    """The contract's `students`."""
    chance = stream(seed, "students")
    first = members.first_sections()
    course, school = sections.course[first], sections.school[first]
    return {
        "student_id": names,
        "gender": lookup(GENDERS, _genders(course, first, girl_shares(places, seed)[school], chance)),
        "races": lookup(_ANSWERS, np.where(_ELEMENTARY[course], _BLANK, _races(places, school, chance))),
    }


def _genders(
    course: np.ndarray, section: np.ndarray, school: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    """Places in `GENDERS`. Classes differ more than chance alone would make them; some hardly report.

    `school` is the share of girls among the pupils of each student's school.
    """
    mean = np.array([_GIRLS.get(place, 0.49) for place in range(len(COURSES))])
    sections = int(section.max()) + 1
    tilt = chance.normal(0, 0.08, sections)[section]
    silence = np.where(chance.random(sections) < 0.06, 0.6, 0.06)[section]
    girls = _moved((mean[course] + tilt).clip(0.05, 0.95), school)
    drawn = np.where(chance.random(len(course)) < girls, 0, 1)
    rare = chance.random(len(course))
    drawn = np.select([rare < 0.008, rare < 0.012], [2, 3], drawn)
    return np.where(chance.random(len(course)) < silence, 4, drawn)


def _moved(share: np.ndarray, school: np.ndarray) -> np.ndarray:
    """The share in a class, moved by the odds of its school: in a school for girls everybody is one."""
    girls, others = share * school * (1 - USUAL_GIRLS), (1 - share) * (1 - school) * USUAL_GIRLS
    return girls / (girls + others)


def _races(places: Places, school: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Places in `_ANSWERS`, -1 for no answer; each school's mixture varies around its state's."""
    races = _of_schools(places, school, chance)
    pair = len(RACES) + chance.integers(len(_PAIRS), size=len(school))
    answer = np.where(races == TWO_OR_MORE, pair, races)
    whim = chance.random(len(school))
    return np.select(
        [whim < 0.1, whim < 0.14, whim < 0.155, whim < 0.158], [_BLANK, _OPT_OUT, _OTHER, _ALL], answer
    )


def _of_schools(places: Places, school: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    used, at = np.unique(school, return_inverse=True)
    shares = np.stack([race_shares(str(state)) for state in places.states[used]])
    mixtures = chance.gamma(np.maximum(shares * 8, 0.02))
    reached = np.cumsum(mixtures / mixtures.sum(axis=1, keepdims=True), axis=1)
    drawn = chance.random(len(school))[:, None] > reached[at]
    return np.minimum(drawn.sum(axis=1), TWO_OR_MORE)
