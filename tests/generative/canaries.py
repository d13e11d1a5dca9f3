"""A network full of canaries: withheld values so large and odd that no release holds them by chance.

n is 1000 here, so that a small group can have 977 students. Each canary is withheld by another rule.
"""

from collections.abc import Iterator
from datetime import date

from catchment.network.policy import Policy
from catchment.release.build.inputs import Inputs
from tests import release_tools as tools
from tests.release_tools import YEAR

RULES = Policy(n=1000)
DAYS = date(2025, 11, 1), date(2026, 3, 1), date(2026, 5, 1)
SMALL, SCARCE, MOVED, FALLEN, CODED, TWO = (f"26000010000{number}" for number in range(1, 7))
ENROLMENT = tuple((school, YEAR, 9000, 4500, 4500) for school in (SMALL, MOVED, FALLEN, CODED, TWO))
SEEN = date(2025, 10, 7)
"""A day on which a class was seen that has not started."""
NUMBERS = {
    977: "a flagged count",
    277: "the female students of a flagged group",
    739: "a flagged count of Hour of Code",
    311: "an unreported count",
    2113: "a count that has moved by less than n since it was shown",
    613: "a count that has fallen under n since it was shown",
    641: "a coded number of female students",
    1697: "the male students beside a coded number of female ones",
    1223: "the female students of one of two shown courses",
    457: "the Black students behind a shown count",
}
"""What no file may hold, and why it is withheld."""
NAMES = ("pupil#", "canary-silent", "canary-silent@example.org", "Canary")
"""Parts of the ids of students, and of a teacher who does not share."""


def network() -> list[tuple[date, Inputs]]:
    """The inputs of a release before, on and after the census."""
    return [(day, _inputs(later=bool(when))) for when, day in enumerate(DAYS)]


def _inputs(later: bool) -> Inputs:
    students = [row for group in _groups(later) for row in _students(*group)]
    schools = [tools.school(school, zip="48001") for school in (SMALL, SCARCE, MOVED, FALLEN, CODED, TWO)]
    enrolment = (*ENROLMENT, (SCARCE, YEAR, 2700, 1300, 1400))
    return tools.inputs(schools=schools, students=students, roster=_roster(), enrolment=enrolment)


def _groups(later: bool) -> Iterator[tuple[str, str, dict[str, int], str | None]]:
    """School, course, students by gender, and what they say of race."""
    yield SMALL, "csp", {"female": 277, "male": 700}, None
    yield SMALL, "hoc", {"not_reported": 739}, None
    yield SCARCE, "csd", {"not_reported": 1400}, None
    yield SCARCE, "csp", {"not_reported": 311}, None
    yield MOVED, "csp", {"not_reported": 2113 if later else 2500}, None
    yield FALLEN, "csp", {"not_reported": 613 if later else 1500}, None
    yield CODED, "csp", {"female": 641, "male": 1697, "not_reported": 62}, None
    yield TWO, "csp", {"female": 1223, "male": 220}, "white"
    yield TWO, "csp", {"male": 457}, "black"
    yield TWO, "csd", {"female": 500, "male": 1000}, "white"


def _students(school: str, course: str, genders: dict[str, int], races: str | None) -> Iterator[dict]:
    for gender, students in genders.items():
        for number in range(students):
            name = f"pupil#{school}{course}{gender}{races}{number}"
            yield tools.student(name, school, course, gender=gender, races=races)


def _roster() -> list[dict]:
    """A teacher who does not share, and one who does but whose class has not started."""
    silent = tools.roster_row(
        "p1", "canary-silent", sharing=False, school_id=MOVED, first_name="Canary",
        email="canary-silent@example.org",
    )  # fmt: skip
    forming = tools.roster_row(
        "p1", "forming", school_id=SMALL, status="class_forming", started_on=None, status_since=SEEN,
        last_activity_on=SEEN,
    )  # fmt: skip
    return [silent, forming]
