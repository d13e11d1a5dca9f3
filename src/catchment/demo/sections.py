"""The classes on the platform: from when to when, how often, how fast, how large."""

from dataclasses import dataclass

import numpy as np

from catchment.demo import dates, slots, terms
from catchment.demo.careers import NO_CLASS, STALLED, TEACHING, Careers
from catchment.demo.chance import stream
from catchment.demo.columns import Columns, lookup
from catchment.demo.curriculum import COURSES
from catchment.demo.partners import Plan
from catchment.demo.people import People
from catchment.demo.places import Places
from catchment.demo.slots import Slots


@dataclass(frozen=True)
class Sections:
    """One place per section in every array, Hour of Code last.

    `person` and `school` are places in `People` and `Places`, `course` one in `COURSES`; `assigned` is false
    where the section names no course. The class meets from `begins` to `ends` on `meets` days a week and
    moves on by `pace` lessons a meeting.
    """

    person: np.ndarray
    year: np.ndarray
    course: np.ndarray
    school: np.ndarray
    assigned: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    meets: np.ndarray
    pace: np.ndarray
    size: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


def plan_classes(places: Places, plan: Plan, people: People, careers: Careers, seed: int) -> Sections:
    """Every section of the three years."""
    chance = stream(seed, "sections")
    lasting = _lasting(slots.classes(places, plan, people, careers, chance), places, chance)
    once = _once(slots.hours_of_code(places, people, careers, chance), chance)
    return Sections(**{name: np.concatenate([lasting[name], once[name]]) for name in lasting})


def _lasting(wanted: Slots, places: Places, chance: np.random.Generator) -> dict[str, np.ndarray]:
    begins = terms.begins(wanted, chance)
    ends = terms.ends(wanted, begins, chance)
    hurried = (ends - begins < 150) & (wanted.status == TEACHING)
    return _identity(wanted) | {
        "assigned": wanted.elementary | wanted.beside | (chance.random(len(wanted)) >= 0.04),
        "begins": begins,
        "ends": ends,
        "meets": _meetings(wanted, chance),
        "pace": _paces(wanted, chance) * np.where(hurried, 1.7, 1.0),
        "size": _sizes(wanted, places, chance),
    }


def _once(wanted: Slots, chance: np.random.Generator) -> dict[str, np.ndarray]:
    day = terms.hour_of_code_days(wanted, chance)
    return _identity(wanted) | {
        "assigned": np.ones(len(wanted), bool),
        "begins": day,
        "ends": day + 1,
        "meets": np.full(len(wanted), 5),
        "pace": np.ones(len(wanted)),
        "size": chance.integers(8, 30, size=len(wanted)),
    }


def _identity(wanted: Slots) -> dict[str, np.ndarray]:
    return {name: getattr(wanted, name) for name in ("person", "year", "course", "school")}


def _meetings(wanted: Slots, chance: np.random.Generator) -> np.ndarray:
    young = chance.choice((1, 2), len(wanted), p=(0.6, 0.4))
    older = chance.choice((1, 2, 3, 4), len(wanted), p=(0.05, 0.3, 0.4, 0.25))
    return np.where(wanted.elementary, young, older)


def _paces(wanted: Slots, chance: np.random.Generator) -> np.ndarray:
    usual = np.where(wanted.elementary, 0.75, 0.41) * chance.lognormal(0, 0.22, len(wanted))
    return np.where(wanted.staged & (wanted.status == STALLED), np.minimum(usual, 0.4), usual)


def _sizes(wanted: Slots, places: Places, chance: np.random.Generator) -> np.ndarray:
    """Students per section. A staged class is large enough to have started; one that forms stays under 5."""
    trained = chance.lognormal(np.log(21), 0.33, len(wanted)).clip(2, 36)
    alone = chance.lognormal(np.log(7), 0.75, len(wanted)).clip(1, 32)
    size = _with_room(np.where(wanted.untrained, alone, trained), wanted, places)
    size = np.where(wanted.staged, np.maximum(size, 9), size)
    few = chance.integers(1, 5, len(wanted))
    return np.select([wanted.status == NO_CLASS, wanted.forming], [0, few], size).astype(np.int64)


def _with_room(size: np.ndarray, wanted: Slots, places: Places) -> np.ndarray:
    """What one teacher has in a year stays well below the school's enrolment."""
    group = wanted.person * len(dates.YEARS) + wanted.year
    together = np.bincount(group, size)[group]
    enrolment = places.students[wanted.school]
    room = np.where(enrolment > 0, 0.3 * enrolment, 120.0)
    return np.ceil(size * np.minimum(1, room / together))


def section_ids(count: int) -> list[str]:
    return [f"c{number:06d}" for number in range(1, count + 1)]


def table(sections: Sections, people: People, seed: int) -> Columns:
    """The contract's `sections`."""
    chance = stream(seed, "section rows")
    count = len(sections)
    second = people.two_accounts[sections.person] & (chance.random(count) < 0.5)
    summer = terms.day_of(sections.year, 6, 30) + chance.integers(3, 40, size=count)
    # a section of no course is closed in summer: it would count for whatever its students do next year
    closed = (chance.random(count) < 0.5) | ~sections.assigned
    deleted = np.where(closed & (summer <= dates.number(dates.AS_OF)), summer, -1)
    return {
        "section_id": section_ids(count),
        "teacher_id": [
            teacher_id(person, account) for person, account in zip(sections.person, second, strict=True)
        ],
        "course_id": lookup([c.id for c in COURSES], np.where(sections.assigned, sections.course, -1)),
        "created_on": sections.begins - chance.integers(0, 12, size=count),
        "deleted_on": deleted,
    }


def teacher_id(person: int, second: bool = False) -> str:
    """The id of a person's account; the second of two ends in `b`."""
    return f"t{person + 1:06d}b" if second else f"t{person + 1:06d}"
