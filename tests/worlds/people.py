"""Worlds as microdata: every student with the course, the gender and the race on record at each release."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations_with_replacement
from typing import NamedTuple

from tests.worlds.guarantee import Question
from tests.worlds.town import Town


class Pupil(NamedTuple):
    """What the sources say of a student at a release. No gender: not reported; no course: in no group."""

    school: str
    course: str | None
    gender: str | None = None
    urg: bool = False


Life = tuple[Pupil | None, ...]
"""By release; None: not in the sources, not yet or no longer."""
World = tuple[Life, ...]
"""Students are told apart by nothing but their lives, so a world is a bag of lives, written sorted."""


def crowds(lives: Sequence[Life], most: int, least: int = 0) -> Iterator[World]:
    """Every world of `least` to `most` students that live one of `lives`."""
    sizes = range(least, most + 1)
    return chain.from_iterable(combinations_with_replacement(lives, size) for size in sizes)


def fits(town: Town, world: World) -> bool:
    """Whether public enrolment, by sex where it is known, allows the world at every release."""
    return all(
        _within(town, Counter(life[when] for life in world if life[when])) for when in range(town.releases)
    )


def _within(town: Town, pupils: Counter[Pupil]) -> bool:
    for school in town.schools:
        here = {pupil: count for pupil, count in pupils.items() if pupil.school == school.id}
        female = sum(count for pupil, count in here.items() if pupil.gender == "female")
        others = sum(count for pupil, count in here.items() if pupil.gender not in ("female", None))
        if school.enrolled is not None and sum(here.values()) > school.enrolled:
            return False
        if school.female is not None and female > school.female:
            return False
        if None not in (school.enrolled, school.female) and others > school.enrolled - school.female:
            return False
    return True


def numbers(town: Town, world: World) -> dict[Question, int]:
    """Every count that anybody could ask for: of each group its students, and who they are."""
    asked: Counter[Question] = Counter(dict.fromkeys(_questions(town), 0))
    for when in range(town.releases):
        for life in world:
            asked.update(_answers(when, life[when]))
    return dict(asked)


def _questions(town: Town) -> Iterable[Question]:
    return (
        (what, when, school.id, course)
        for what in ("students", "female", "reported", "urg")
        for when in range(town.releases)
        for school in town.schools
        for course in town.courses
    )


def _answers(when: int, pupil: Pupil | None) -> Iterator[Question]:
    if pupil is None or pupil.course is None:
        return
    place = (when, pupil.school, pupil.course)
    yield ("students", *place)
    if pupil.gender is not None:
        yield ("reported", *place)
    if pupil.gender == "female":
        yield ("female", *place)
    if pupil.urg:
        yield ("urg", *place)
