"""Memberships of sections: when students join and leave, and how steadily they work."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from catchment.demo import dates
from catchment.demo.chance import stream
from catchment.demo.columns import Columns, lookup
from catchment.demo.curriculum import HOUR_OF_CODE
from catchment.demo.seating import seats
from catchment.demo.sections import Sections, section_ids

_AS_OF = dates.number(dates.AS_OF)


@dataclass(frozen=True)
class Members:
    """One place per membership in every array; `section` is a place in `Sections`.

    `removed` is -1 for those who stay. The student works from `joined` to `works_until`, in a share
    `diligence` of the section's meetings.
    """

    section: np.ndarray
    student: np.ndarray
    joined: np.ndarray
    removed: np.ndarray
    works_until: np.ndarray
    diligence: np.ndarray

    @property
    def students(self) -> int:
        return int(self.student.max()) + 1

    def first_sections(self) -> np.ndarray:
        """The first section of each student."""
        _, first = np.unique(self.student, return_index=True)
        return self.section[first]


def enrol(sections: Sections, seed: int) -> Members:
    """Seats the students and gives each membership its dates; nobody joins after the as-of date."""
    chance = stream(seed, "members")
    section, student = seats(sections, seed)
    begins, ends = sections.begins[section], np.minimum(sections.ends[section], _AS_OF)
    count = len(section)
    # most are there in the first week, some follow; a one-off class is joined on the day
    late = np.where(chance.random(count) < 0.1, chance.integers(4, 40, count), chance.integers(0, 4, count))
    joined = np.minimum(begins + late, np.maximum(begins, ends - 7))
    joined = np.where(np.isin(sections.course[section], HOUR_OF_CODE), begins, joined)
    leaves = joined + 5 + (chance.random(count) * np.maximum(ends - joined - 5, 1)).astype(np.int64)
    gone = (chance.random(count) < 0.04) & (leaves < ends)
    drops_off = np.where(chance.random(count) < 0.05, leaves, ends)
    return Members(
        section,
        student,
        joined,
        removed=np.where(gone, leaves, -1),
        works_until=np.where(gone, leaves, drops_off),
        diligence=chance.beta(14, 2, count),
    )


def second_seats(sections: Sections, members: Members, seed: int) -> tuple[np.ndarray, ...]:
    """Members who also join, or move to, the next section of their teacher: member, section, day, moved.

    They go on in the rhythm of their first section, so these memberships have no work of their own.
    """
    chance = stream(seed, "second seats")
    here = members.section
    following = np.minimum(here + 1, len(sections) - 1)
    same = following != here
    for kind in (sections.person, sections.year, sections.course):
        same &= kind[following] == kind[here]
    on = members.joined + chance.integers(15, 70, len(here))
    ends = np.minimum(np.minimum(sections.ends[here], sections.ends[following]), _AS_OF)
    on_time = (on > sections.begins[following]) & (on < ends) & (members.removed < 0)
    who = np.flatnonzero(same & on_time & (chance.random(len(here)) < 0.03))
    return who, following[who], on[who], chance.random(len(who)) < 0.5


def table(sections: Sections, members: Members, names: pa.Array, seed: int) -> Columns:
    """The contract's `section_students`; `names` are the students' pseudonyms."""
    who, second, on, moved = second_seats(sections, members, seed)
    removed = members.removed.copy()
    removed[who[moved]] = on[moved]
    nobody = np.full(len(who), -1)
    return {
        "section_id": lookup(section_ids(len(sections)), np.concatenate([members.section, second])),
        "student_id": lookup(names, np.concatenate([members.student, members.student[who]])),
        "joined_on": np.concatenate([members.joined, on]),
        "removed_on": np.concatenate([removed, nobody]),
    }
