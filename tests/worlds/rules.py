"""What the real rules publish of a world: cells, the totals of every level, gender at schools.

The rules are called through their modules, so that a test can put a broken one in the place of each. Only
the builder knows how to remember students from release to release: here, people are published once.
"""

from collections import Counter
from collections.abc import Hashable
from functools import cache, partial

from catchment.disclosure import atoms, genders, sums
from catchment.disclosure.atoms import Atom, Cell, Key
from tests.worlds import people
from tests.worlds.headcounts import Crowd, World
from tests.worlds.town import HOUR, YEAR, School, Town

Memory = tuple[tuple[Cell, ...], tuple[tuple[Key, tuple[int, ...]], ...]]
"""What the past fixes: every cell as it last stood, and every count shown of a group, oldest first."""
START: Memory = ((), ())
LEVELS = ("districts", "areas", "nation")


class Rules:
    """Publishes the worlds of one town."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._schools = {school.id: school for school in town.schools}
        self._step = cache(self._release)

    def publish(self, world: World) -> Hashable:
        """Everything published over all releases of the world."""
        memory, said = START, []
        for crowd in world:
            memory, published = self._step(memory, crowd)
            said.append(published)
        return tuple(said)

    def _release(self, memory: Memory, crowd: Crowd) -> tuple[Memory, Hashable]:
        previous, shown = memory
        cells = atoms.decide(
            self._atoms(crowd),
            {cell.key: cell for cell in previous},
            dict(shown),
            lambda school_id: self.town.n,
            lambda school_id, year: self._schools[school_id].enrolled,
        )
        stand = {cell.key: cell for cell in (*previous, *cells)}
        return (tuple(stand.values()), _remembered(shown, cells)), (tuple(cells), self._totals(cells))

    def _atoms(self, crowd: Crowd) -> list[Atom]:
        return [
            Atom(Key(school.id, YEAR, course), "hour_of_code" if course == HOUR else "course", students)
            for school, counts in zip(self.town.schools, crowd, strict=True)
            for course, students in zip(self.town.courses, counts, strict=True)
            if students
        ]

    def _totals(self, cells: list[Cell]) -> Hashable:
        return tuple(
            (level, total.geo_id, total.course_id, total.students, total.groups_left_out)
            for level in ("schools", *LEVELS)
            for total in sums.totals(cells, partial(self._place, level))
        )

    def _place(self, level: str, school_id: str, year: str) -> sums.Place | None:
        school = self._schools[school_id]
        place = {"schools": school_id, "districts": school.district, "areas": school.area, "nation": "US"}[
            level
        ]
        return place and (place, None)

    def publish_people(self, world: people.World) -> Hashable:
        """Everything published of microdata in a first release that is the census too."""
        lives = Counter(life[0] for life in world)
        groups = Counter((pupil.school, pupil.course) for pupil in lives.elements() if pupil)
        crowd = tuple(
            tuple(groups[school.id, course] for course in self.town.courses) for school in self.town.schools
        )
        _, published = self._step(START, crowd)
        shown = {
            (cell.key.school_id, cell.key.course_id) for cell in published[0] if cell.students is not None
        }
        return published, tuple(self._gender(school, shown, lives) for school in self.town.schools)

    def _gender(
        self, school: School, shown: set[tuple[str, str]], lives: Counter[people.Pupil | None]
    ) -> genders.GenderRow:
        found: Counter[str | None] = Counter()
        for pupil, students in lives.items():
            if pupil and pupil.school == school.id and pupil.course != HOUR:
                found[pupil.gender] += students * ((pupil.school, pupil.course) in shown)
        base = found.total() - found[None]
        enrolled = genders.Enrolled(school.enrolled, school.female, None)
        return genders.break_down(base, found["female"], enrolled, self.town.n)


def _remembered(
    shown: tuple[tuple[Key, tuple[int, ...]], ...], cells: list[Cell]
) -> tuple[tuple[Key, tuple[int, ...]], ...]:
    known = dict(shown)
    for cell in cells:
        if cell.students is not None:
            before = [count for count in known.get(cell.key, ()) if count != cell.students]
            known[cell.key] = (*before, cell.students)
    return tuple(sorted(known.items()))
