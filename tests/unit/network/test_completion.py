"""Domain section 4: a student completes on the day the last needed lesson was started."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catchment.network import settings
from catchment.network.completion import LessonStart, completed_on, level_reached, levels_of

RULES = settings.load(Path(__file__).parent / "examples" / "network.toml").completion
JULY = date(2025, 7, 1)


def starts(work):
    """`2:1-5` means: lessons of unit 2 started on days 1 to 5 after the year began, one a day.

    `u` before it: unplugged lessons.
    """
    found = []
    for part in work.split():
        unit, days = part.lstrip("u").split(":")
        first, last = (int(day) for day in days.split("-"))
        found += [
            LessonStart(
                f"{part} lesson {day}", int(unit), not part.startswith("u"), JULY + timedelta(days=day)
            )
            for day in range(first, last + 1)
        ]
    return found


def rule(course, level):
    return next(rule for rule in levels_of(RULES, course) if rule.level == level)


@pytest.mark.parametrize(
    ("course", "level", "work", "day"),
    [
        # CS Principles: five lessons in each of four units, whichever
        ("csp", "full", "1:1-5 2:6-10 3:11-15 4:16-20", 20),
        ("csp", "full", "1:1-5 2:6-10 3:11-15 4:16-19", None),
        ("csp", "full", "1:1-5 2:6-10 3:11-15", None),
        ("csp", "full", "9:1-5 2:6-10 7:11-15 5:16-20", 20),
        ("csp", "full", "1:1-5 2:6-10 3:11-15 4:16-20 5:10-14", 15),
        ("csp", "full", "1:1-30", None),
        # CS Discoveries, half: units 2 and 3
        ("csd", "half", "2:1-5 3:6-10", 10),
        ("csd", "half", "2:1-5 3:6-9", None),
        ("csd", "half", "2:1-4 3:6-10", None),
        ("csd", "half", "2:1-9 3:1-9", 5),
        ("csd", "half", "1:1-5 4:6-10", None),
        # full: the half, and two ways on
        ("csd", "full", "2:1-5 3:6-10 4:11-12 5:13-14", 14),
        ("csd", "full", "2:1-5 3:6-10 4:11-12 5:13-13", None),
        ("csd", "full", "2:1-5 3:6-10 6:11-15", 15),
        ("csd", "full", "2:1-5 3:6-10 6:11-14", None),
        ("csd", "full", "2:1-5 3:6-10 4:11-12 5:20-21 6:11-15", 15),
        ("csd", "full", "4:1-2 5:3-4 6:1-9", None),
        ("csd", "full", "6:1-5 2:11-15 3:16-20", 20),
        # CS Fundamentals: plugged lessons, in whatever unit
        ("csf-c", "full", "1:1-6 2:7-11", 11),
        ("csf-c", "full", "1:1-6 2:7-10", None),
        ("csf-c", "full", "1:1-6 u1:2-9 2:7-10", None),
        ("csf-c", "full", "1:1-6 u1:2-9 2:7-15", 11),
        ("csf-c", "full", "", None),
    ],
)
def test_the_rules_of_the_program(course, level, work, day):
    expected = None if day is None else JULY + timedelta(days=day)
    assert completed_on(rule(course, level), RULES, starts(work)) == expected


def test_a_lesson_counts_once():
    again = [LessonStart("same", 1, True, JULY + timedelta(days=day)) for day in range(11)]
    assert completed_on(rule("csf-c", "full"), RULES, again) is None


def test_a_lesson_counts_from_its_first_start():
    again = [*starts("1:1-11"), LessonStart("1:1-11 lesson 11", 1, True, JULY)]
    assert completed_on(rule("csf-c", "full"), RULES, again) == JULY + timedelta(days=10)


@pytest.mark.parametrize(
    ("work", "level"),
    [
        ("2:1-5 3:6-9", None),
        ("2:1-5 3:6-10", "half"),
        ("2:1-5 3:6-10 6:11-15", "full"),
        ("6:11-15", None),
    ],
)
def test_the_level_reached_is_the_highest_that_holds(work, level):
    assert level_reached("csd", RULES, starts(work)) == level


def test_a_course_without_a_rule_has_no_level():
    assert level_reached("csa", RULES, starts("1:1-30")) is None


lessons = st.lists(
    st.builds(
        LessonStart,
        st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=1),
        st.integers(1, 6),
        st.booleans(),
        st.dates(JULY, date(2026, 6, 30)),
    ),
    max_size=60,
    unique_by=lambda start: start.lesson_id,
)


@given(lessons, st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_the_order_of_lessons_does_not_matter(done, of, random):
    mixed = random.sample(done, len(done))
    assert completed_on(of, RULES, mixed) == completed_on(of, RULES, done)


@given(lessons, st.sampled_from(RULES), st.integers(0, 60))
def test_more_work_never_undoes_or_delays(done, of, some):
    before, after = completed_on(of, RULES, done[:some]), completed_on(of, RULES, done)
    assert before is None or (after is not None and after <= before)


@given(lessons, st.sampled_from(RULES))
def test_it_holds_from_that_day_on_and_not_before(done, of):
    day = completed_on(of, RULES, done)
    if day is not None:
        assert completed_on(of, RULES, [start for start in done if start.on <= day]) == day
        assert completed_on(of, RULES, [start for start in done if start.on < day]) is None
