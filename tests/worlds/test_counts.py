"""Every headcount of small networks: no withheld count loses a value that it was promised."""

import pytest

from tests.worlds.guarantee import Violation, violations
from tests.worlds.headcounts import account, worlds
from tests.worlds.rules import Rules
from tests.worlds.tally import tallied
from tests.worlds.town import HOUR, School, Town


def broken(name: str, town: Town, most: int) -> list[Violation]:
    return violations(
        tallied(name, worlds(town, most)),
        Rules(town).publish,
        lambda world: account(town, world, most),
    )


@pytest.mark.parametrize("enrolled", [None, *range(13)])
@pytest.mark.parametrize("n", [2, 3])
def test_three_courses_at_one_school(n, enrolled):
    town = Town(n, (School("s1", enrolled),), ("a", "b", "c"))
    assert broken("three courses at one school", town, most=n + 4) == []


@pytest.mark.parametrize("enrolled", [None, 4, 7, 10])
def test_hour_of_code_beside_two_courses(enrolled):
    town = Town(3, (School("s1", enrolled),), ("a", "b", HOUR))
    assert broken("Hour of Code beside two courses", town, most=6) == []


@pytest.mark.parametrize("enrolled", [None, 5, 8, 11, 14])
def test_two_courses_over_two_releases(enrolled):
    town = Town(3, (School("s1", enrolled),), ("a", "b"), releases=2)
    assert broken("two courses over two releases", town, most=7) == []


@pytest.mark.parametrize("enrolled", [None, 9, 12])
def test_one_course_over_three_releases(enrolled):
    town = Town(3, (School("s1", enrolled),), ("a",), releases=3)
    assert broken("one course over three releases", town, most=12) == []


@pytest.mark.slow
@pytest.mark.parametrize("enrolled", [None, 5, 8, 11])
def test_two_courses_over_three_releases(enrolled):
    town = Town(3, (School("s1", enrolled),), ("a", "b"), releases=3)
    assert broken("two courses over three releases", town, most=6) == []


def test_schools_share_totals():
    schools = School("s1"), School("s2", 8), School("s3", 6, district="d2")
    town = Town(3, schools, ("a",))
    assert broken("three schools under shared totals", town, most=6) == []


@pytest.mark.slow
def test_schools_share_totals_of_two_courses():
    schools = School("s1"), School("s2", 8), School("s3", 6, district="d2")
    town = Town(3, schools, ("a", "b"))
    assert broken("three schools under shared totals of two courses", town, most=4) == []
