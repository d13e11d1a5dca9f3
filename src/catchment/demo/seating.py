"""Which student sits in which class. Students are numbered; nothing else is known of them here."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from catchment.demo.chance import stream
from catchment.demo.curriculum import HOUR_OF_CODE
from catchment.demo.sections import Sections

_COMES_BACK = 0.3
"""Share of a class that comes from the school's earlier courses, as far as there are such students."""


@dataclass
class _Room:
    """How many students there are so far, and who was in which course at a school last year."""

    students: int = 0
    alumni: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def newcomers(self, count: int) -> np.ndarray:
        self.students += count
        return np.arange(self.students - count, self.students)

    def returning(self, school: int, course: int, count: int) -> list[int]:
        """Up to `count` students who took an earlier course of the list at the school last year, each once.

        Courses are taken in order, so nobody repeats one: an old section would count a repeater as its own.
        """
        known = self.alumni.get(school, [])
        taken = [entry for entry in known if entry[1] < course][:count]
        self.alumni[school] = [entry for entry in known if entry not in set(taken)]
        return [student for student, _ in taken]


def seats(sections: Sections, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Section and student of each membership, ordered by section."""
    chance = stream(seed, "seating")
    room = _Room()
    classes: list[np.ndarray] = [np.empty(0, np.int64)] * len(sections)
    back = chance.binomial(sections.size, _COMES_BACK)
    once = np.isin(sections.course, HOUR_OF_CODE)
    for year in range(int(sections.year.max()) + 1):
        alumni: dict[int, list[tuple[int, int]]] = defaultdict(list)
        own: dict[int, np.ndarray] = {}
        for place in np.flatnonzero((sections.year == year) & ~once):
            school, course = int(sections.school[place]), int(sections.course[place])
            known = room.returning(school, course, int(back[place]))
            fresh = room.newcomers(int(sections.size[place]) - len(known))
            classes[place] = np.concatenate([np.array(known, np.int64), fresh])
            alumni[school] += [(int(student), course) for student in classes[place]]
            own.setdefault(int(sections.person[place]), classes[place])
        for place in np.flatnonzero((sections.year == year) & once):
            # a teacher who has a class takes that one to the Hour of Code
            mine = own.get(int(sections.person[place]))
            classes[place] = (
                mine if mine is not None and len(mine) else room.newcomers(int(sections.size[place]))
            )
        room.alumni = alumni
    sizes = [len(seated) for seated in classes]
    return np.repeat(np.arange(len(sections)), sizes), np.concatenate(classes)
