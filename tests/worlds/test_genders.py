"""Every crowd of students at small schools: who is female stays as open as the reading says."""

import pytest

from tests.worlds.guarantee import Violation, violations
from tests.worlds.people import Life, Pupil, crowds, fits
from tests.worlds.rules import Rules
from tests.worlds.tally import tallied
from tests.worlds.told import account
from tests.worlds.town import HOUR, School, Town

GENDERS = ("female", "male", None)


def kinds(*courses: str, genders: tuple[str | None, ...] = GENDERS) -> list[Life]:
    """Every student of a first release at the school s1."""
    return [(Pupil("s1", course, gender),) for course in courses for gender in genders]


def broken(name: str, town: Town, lives: list[Life], most: int) -> list[Violation]:
    worlds = (world for world in crowds(lives, most) if fits(town, world))
    return violations(tallied(name, worlds), Rules(town).publish_people, lambda world: account(town, world))


def town_of(n: int, enrolled: int | None, female: int | None, *courses: str) -> Town:
    return Town(n, (School("s1", enrolled, female),), courses, census=0)


@pytest.mark.parametrize("enrolled", [14, 20, 40])
@pytest.mark.parametrize("female", [0, 3, 7, 12, None])
def test_one_course_with_every_public_enrolment(enrolled, female):
    town = town_of(3, enrolled, female, "a")
    assert broken("genders of one course", town, kinds("a"), most=12) == []


@pytest.mark.parametrize(("enrolled", "female"), [(11, 4), (11, 8), (11, 3), (None, None)])
def test_two_courses_share_one_breakdown(enrolled, female):
    town = town_of(2, enrolled, female, "a", "b")
    assert broken("genders of two courses", town, kinds("a", "b"), most=enrolled or 9) == []


def test_hour_of_code_has_no_gender():
    town = town_of(2, 16, 8, "a", HOUR)
    lives = kinds("a", HOUR, genders=("female", "male"))
    assert broken("genders beside Hour of Code", town, lives, most=11) == []


@pytest.mark.slow
@pytest.mark.parametrize("female", [3, 7, 11])
def test_two_larger_courses_share_one_breakdown(female):
    town = town_of(3, 15, female, "a", "b")
    assert broken("genders of two larger courses", town, kinds("a", "b"), most=15) == []
