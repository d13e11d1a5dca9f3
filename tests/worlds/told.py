"""What is told of a world of microdata, school by school, by the reference reading."""

from collections import Counter

from tests.worlds import people
from tests.worlds.guarantee import Account
from tests.worlds.people import World
from tests.worlds.reading import Gender, Reader, gender
from tests.worlds.town import HOUR, School, Town

ALL = "all"


def account(town: Town, world: World, *, every: bool = True) -> Account:
    """What may be learned of `world`.

    Only where worlds with `every` headcount are enumerated can each promised headcount be found among them.
    """
    told: list[object] = []
    numbers, promises = dict(people.numbers(town, world)), {}
    for school in town.schools:
        crowd = _School(town, school, world)
        told += crowd.told
        numbers |= crowd.numbers
        promises |= crowd.promises if every else crowd.of_gender
    return Account(tuple(told), numbers, promises)


MOST = 99
"""More students than any of these networks has."""


class _School:
    """Follows one school through the releases of a world, and remembers who stood behind each count told."""

    def __init__(self, town: Town, school: School, world: World) -> None:
        self._town, self._school, self._world = town, school, world
        self._readers = [
            ([town.courses[at] for at in family], Reader(town.n, school.enrolled, MOST))
            for family in town.families()
        ]
        self._behind: dict[str, set[int]] = {}
        self.told: list[object] = []
        self.numbers: dict = {}
        self._of_counts: dict = {}
        self.of_gender: dict = {}
        for when in range(town.releases if town.closing is None else town.closing + 1):
            self._counts(when)
            if when == town.census:
                self._gender(when)

    @property
    def promises(self) -> dict:
        return self._of_counts | self.of_gender

    def _counts(self, when: int) -> None:
        here: dict[str, set[int]] = {course: set() for course in self._town.courses}
        for student, life in enumerate(self._world):
            pupil = life[when]
            if pupil and pupil.school == self._school.id and pupil.course is not None:
                here[pupil.course].add(student)
        for courses, reader in self._readers:
            self.told.append(reader.release({course: len(here[course]) for course in courses}))
            for course in reader.news:
                self._behind[course] = here[course]
            for course, values in reader.open.items():
                self._of_counts["students", when, self._school.id, course] = values

    def _gender(self, when: int) -> None:
        """Of those behind the counts told; one erased since has no gender on record, one who moved has."""
        behind = set().union(*(who for course, who in self._behind.items() if course != HOUR))
        lives = [self._world[student][when] for student in behind]
        genders = Counter(pupil.gender for pupil in lives if pupil)
        base = genders.total() - genders[None]
        said = gender(self._town.n, self._school, base, genders["female"])
        self.told.append(_sentence(said))
        place = when, self._school.id, ALL
        self.numbers |= {("female", *place): genders["female"], ("reported", *place): base}
        if said.code != "exact":
            self.of_gender["female", *place] = said.open


def _sentence(said: Gender) -> tuple:
    """The base and the code; the number itself only where it is told."""
    return (said.base, said.code, *(said.open if said.code == "exact" else ()))
