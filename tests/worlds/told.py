"""What is told of a world of microdata, school by school, by the reference reading."""

from collections import Counter

from tests.worlds import people
from tests.worlds.guarantee import Account
from tests.worlds.people import World
from tests.worlds.reading import Gender, Reader, gender
from tests.worlds.town import HOUR, School, Town

ALL = "all"


def account(town: Town, world: World, most: int = 99) -> Account:
    """What may be learned of `world`; nobody believes in more than `most` students a group."""
    told: list[object] = []
    numbers, promises = dict(people.numbers(town, world)), {}
    for school in town.schools:
        crowd = _School(town, school, world, most)
        told += crowd.told
        numbers |= crowd.numbers
        promises |= crowd.promises
    return Account(tuple(told), numbers, promises)


class _School:
    """Follows one school through the releases of a world, and remembers who stood behind each count told."""

    def __init__(self, town: Town, school: School, world: World, most: int) -> None:
        self._town, self._school, self._world = town, school, world
        self._readers = [
            ([town.courses[at] for at in family], Reader(town.n, school.enrolled, most))
            for family in town.families()
        ]
        self._behind: dict[str, set[int]] = {}
        self.told: list[object] = []
        self.numbers: dict = {}
        self.promises: dict = {}
        for when in range(town.releases):
            self._counts(when)
            if when == town.census:
                self._gender(when)

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
                self.promises["students", when, self._school.id, course] = values

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
            self.promises["female", *place] = said.open


def _sentence(said: Gender) -> tuple:
    """The base and the code; the number itself only where it is told."""
    return (said.base, said.code, *(said.open if said.code == "exact" else ()))
