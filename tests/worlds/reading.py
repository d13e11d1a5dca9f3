"""What is public: the reference reading of the guarantee.

It says in plain words what anybody may learn of a school, and shares no code with the rules it judges.

Counts, course by course:
- A count of n or more is told, unless a count told before lies closer than n: then only that it is so close.
- A count told once stays, and nobody learns how far it has fallen below n since.
- Of a smaller group it is told that there is one. Once told, that stays told even if all of it left.
- Where enrolment leaves fewer than 2n students beside the counts told, nothing is told about other groups.

Gender, once a year, of the students behind the counts told:
- How many reported one. If that is over 2n: how many of them are female, or only that n or fewer are, or
  that all but n or fewer are. Where public figures leave under 3 values for either of these, nothing.

All else is withheld. A flag keeps every value from 1 to n-1; the rest keep what public figures leave open.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tests.worlds.town import School

Counts = Mapping[str, int]
"""Students by course: all the courses of one family."""
Values = frozenset[int]
LEAST_VALUES = 3


class Told(NamedTuple):
    """What a release tells of counts at a school: those that stand, small groups known to be, or `silent`."""

    stand: tuple[tuple[str, int], ...]
    flags: tuple[str, ...]
    silent: bool


class Reader:
    """Follows the counts of one school and family through the releases of a school year.

    `enrolled` is its public enrolment (None: unknown); nobody believes in more than `most` students a group.
    """

    def __init__(self, n: int, enrolled: int | None, most: int) -> None:
        self._n, self._enrolled, self._most = n, enrolled, most
        self._counts: dict[str, list[int]] = {}
        self._flags: set[str] = set()
        self.news: set[str] = set()
        """Courses whose count the last release told for the first time, or anew."""
        self.open: dict[str, Values] = {}
        """By course that the last release withholds: the values that must stay possible."""

    def release(self, counts: Counts) -> Told:
        """Takes in the next release of a world with these `counts`."""
        self.news = {course for course, count in counts.items() if self._is_news(course, count)}
        for course in self.news:
            self._tell(course, counts[course])
        small = {course for course in counts if course not in self._counts}
        silent = self._left() < 2 * self._n
        there = {course for course in small if counts[course] or course in self._flags}
        least = {course: counts[course] for course in self.news}
        if not silent:
            least |= dict.fromkeys(there - self._flags, 1)
        withheld = set(self._counts) - self.news | (small if silent else there)
        self.open = {course: self._open(course, silent, self._room(least, course)) for course in withheld}
        if not silent:
            self._flags |= there
        stand = {course: told[-1] for course, told in self._counts.items()}
        return Told(tuple(sorted(stand.items())), () if silent else tuple(sorted(there)), silent)

    def _open(self, course: str, silent: bool, room: int) -> Values:
        """Values of a withheld count. A fresh flag keeps 1 to n-1 whatever the enrolment is."""
        if course in self._counts:
            return frozenset(count for count in range(room + 1) if not self._is_news(course, count))
        if silent:
            return frozenset(range(min(self._n - 1, room) + 1))
        return frozenset(range(0 if course in self._flags else 1, min(self._n - 1, self._most) + 1))

    def _is_news(self, course: str, count: int) -> bool:
        """Whether a count is told that does not stand already. That one still does is not news of today."""
        before = self._counts.get(course, [])
        if count < self._n or before[-1:] == [count]:
            return False
        return all(count == told or abs(count - told) >= self._n for told in before)

    def _tell(self, course: str, count: int) -> None:
        before = [told for told in self._counts.get(course, []) if told != count]
        self._counts[course] = [*before, count]

    def _left(self) -> float:
        """Enrolled students beside those in the counts that stand."""
        standing = sum(told[-1] for told in self._counts.values())
        return float("inf") if self._enrolled is None else self._enrolled - standing

    def _room(self, least: Counts, course: str) -> int:
        """The most students that can be in the course when every other one has as few as it may."""
        others = sum(count for other, count in least.items() if other != course)
        return self._most if self._enrolled is None else min(self._most, self._enrolled - others)


class Gender(NamedTuple):
    """What is told of `base` students who reported a gender; `open` are the numbers of female among them."""

    base: int
    code: str
    open: Values


def gender(n: int, school: School, base: int, female: int) -> Gender:
    """What is told of a school's students, `female` of `base` female."""
    known = _possible(school, base)
    low = frozenset(value for value in known if value <= n)
    high = frozenset(value for value in known if value >= base - n)
    if base <= 2 * n or not all(len(part) == 0 or len(part) >= LEAST_VALUES for part in (low, high)):
        return Gender(base, "few", known)
    if not known:
        return Gender(base, "few", frozenset(range(base + 1)))
    if female <= n:
        return Gender(base, "low", low)
    if female >= base - n:
        return Gender(base, "high", high)
    return Gender(base, "exact", frozenset([female]))


def _possible(school: School, base: int) -> Values:
    """How many of `base` can be female by public figures; none if these are blank or contradict the base."""
    if school.enrolled is None or school.female is None:
        return frozenset()
    least = base - (school.enrolled - school.female)
    return frozenset(range(max(0, least), min(base, school.female) + 1))
