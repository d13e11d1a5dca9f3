"""The small networks whose worlds are enumerated: what everybody knows about them."""

from dataclasses import dataclass

YEAR = "2025-26"
HOUR = "hoc"
"""The Hour of Code activity; every other course id is a course."""


@dataclass(frozen=True)
class School:
    """A school, its public enrolment and how many of these are female; None where that is unknown."""

    id: str
    enrolled: int | None = None
    female: int | None = None
    district: str | None = "d1"
    area: str = "CA:p1"


@dataclass(frozen=True)
class Town:
    """`n` is the smallest group shown; `courses` may include `HOUR`; all releases are of one school year.

    Gender is told at the release number `census` (None: not yet); the one of number `closing` is the last.
    """

    n: int
    schools: tuple[School, ...]
    courses: tuple[str, ...]
    releases: int = 1
    census: int | None = None
    closing: int | None = None

    def families(self) -> list[list[int]]:
        """Positions of the courses of each family."""
        hours = [at for at, course in enumerate(self.courses) if course == HOUR]
        courses = [at for at, course in enumerate(self.courses) if course != HOUR]
        return [family for family in (courses, hours) if family]
