"""Every crowd of small networks through the real builder, over releases, the census and the closing."""

import pytest

from tests.worlds.builds import published
from tests.worlds.guarantee import Violation, violations
from tests.worlds.people import Life, Pupil, crowds, fits
from tests.worlds.tally import tallied
from tests.worlds.told import account
from tests.worlds.town import School, Town

ONE = (School("s1", 20, 10),)
BOTH = ("female", "male")
AWAY = ""
"""Known to the sources, but in no course."""


def lives(*histories: tuple[str | None, ...], genders: tuple[str | None, ...] = BOTH) -> list[Life]:
    """A life of each gender for each history: the course at each release, `AWAY`, or None for not there."""
    return [
        tuple(course if course is None else Pupil("s1", course or None, gender) for course in history)
        for history in histories
        for gender in genders
    ]


def broken(name: str, town: Town, lived: list[Life], most: int, *, apart: bool = False) -> list[Violation]:
    """Violations over all worlds of up to `most` students that live as in `lived`."""
    worlds = [world for world in tallied(name, crowds(lived, most)) if fits(town, world)]
    seen = dict(zip(worlds, published(town, worlds, apart=apart), strict=True))
    return violations(worlds, seen.__getitem__, lambda world: account(town, world, every=False))


STAY = ("csp", "csp", "csp")
HISTORIES = {
    "erased before and after the census": lives(STAY, ("csp", None, None), ("csp", "csp", None)),
    "joined before and after the census": lives(STAY, (None, "csp", "csp"), (None, None, "csp")),
    "moved before the census": lives(STAY, ("csp", "csd", "csd"), ("csp", AWAY, AWAY)),
    "gender put right before and after the census": [
        *lives(STAY, genders=(*BOTH, None)),
        *(tuple(Pupil("s1", "csp", gender) for gender in told) for told in [
            (None, "female", "female"), ("male", None, None), ("female", "female", "male"),
        ]),
    ],
}  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES)
def test_gender_is_told_once_of_those_behind_the_count(history):
    town = Town(2, ONE, ("csp", "csd"), releases=3, census=1)
    assert broken(f"built: {history}", town, HISTORIES[history], most=7) == []


def test_a_closed_year_is_final():
    town = Town(2, ONE, ("csp",), releases=4, census=1, closing=2)
    after = lives(("csp",) * 4, ("csp", "csp", "csp", None), (None, None, None, "csp"))
    assert broken("built: closed and corrected", town, after, most=7) == []


def test_hour_of_code_beside_a_course():
    town = Town(2, ONE, ("csp", "hoc"), releases=2, census=0)
    found = lives(("csp", "csp"), ("hoc", "hoc"), (None, "hoc"))
    assert broken("built: Hour of Code", town, found, most=7) == []


def test_three_schools_in_a_district_with_estimates():
    schools = School("s1", 20, 10), School("s2", 6, 3), School("s3")
    town = Town(2, schools, ("csp",), census=0)
    found = [(Pupil(school.id, "csp", gender),) for school in schools for gender in BOTH]
    assert broken("built: three schools of a district", town, found, most=6, apart=True) == []


@pytest.mark.slow
@pytest.mark.parametrize("history", HISTORIES)
def test_larger_crowds_over_the_census(history):
    town = Town(3, (School("s1", 24, 12),), ("csp", "csd"), releases=3, census=1)
    assert broken(f"built larger: {history}", town, HISTORIES[history], most=11) == []
