"""Domain sections 5 and 12: exactly one status, as of a day."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catchment.network.clocks import Calendar
from catchment.network.health import (
    NEEDS_HELP,
    STATUSES,
    Facts,
    needs_help,
    status,
    status_since,
)

DAY = timedelta(days=1)
YEAR = "2025-26"
# Thanksgiving and the winter break, 23 days in all
CALENDAR = Calendar(
    holidays=((date(2025, 11, 24), date(2025, 11, 30)), (date(2025, 12, 20), date(2026, 1, 4)))
)


def day(text):
    """`9-01` is 1 September 2025, `2-01` is 1 February 2026."""
    month, number = (int(part) for part in text.split("-"))
    return date(2025 if month > 6 else 2026, month, number)


def facts(joined=None, started=None, completed=None, attempted=(), spring=False):
    days = [day(text) if text else None for text in (joined, started, completed)]
    return Facts(YEAR, *days, tuple(day(text) for text in attempted), spring)


TAUGHT = {"joined": "8-20", "started": "9-01", "attempted": ("9-01",)}


@pytest.mark.parametrize(
    ("known", "as_of", "expected", "since"),
    [
        # nothing has begun: the first class day (1 August) + 30 days is 31 August
        ({}, "7-01", "too_early", None),
        ({}, "8-30", "too_early", None),
        ({}, "8-31", "no_class", None),
        ({}, "6-15", "no_class", None),
        ({}, "6-16", "not_started", None),
        # a spring plan: 5 January + 30 days is 4 February
        ({"spring": True}, "8-31", "too_early", None),
        ({"spring": True}, "2-03", "too_early", None),
        ({"spring": True}, "2-04", "no_class", None),
        ({"spring": True}, "6-16", "not_started", None),
        # a class is a class however early
        ({"joined": "8-05"}, "8-05", "class_forming", None),
        ({"joined": "8-05", "spring": True}, "9-05", "class_forming", None),
        ({"joined": "8-05"}, "6-15", "class_forming", None),
        ({"joined": "8-05"}, "6-16", "not_started", None),
        # started: 28 class days without an attempt is still teaching, 29 is not
        (TAUGHT, "9-01", "teaching", "9-01"),
        (TAUGHT, "9-29", "teaching", "9-01"),
        (TAUGHT, "9-30", "stalled", "9-30"),
        (TAUGHT, "6-15", "stalled", "9-30"),
        (TAUGHT, "6-16", "not_completed", "6-16"),
        # holidays are no class days: 7 after 12 December, then 21 more up to 25 January
        (
            {**TAUGHT, "attempted": ("9-01", "9-20", "10-10", "11-01", "11-20", "12-12")},
            "1-25",
            "teaching",
            "9-01",
        ),
        ({**TAUGHT, "attempted": ("9-01", "12-12")}, "1-25", "teaching", "12-12"),
        ({**TAUGHT, "attempted": ("9-01", "12-12")}, "1-26", "stalled", "1-26"),
        ({**TAUGHT, "attempted": ("9-01", "12-12")}, "1-27", "stalled", "1-26"),
        # a class that comes back teaches again from that day
        ({**TAUGHT, "attempted": ("9-01", "9-30")}, "9-30", "teaching", "9-01"),
        ({**TAUGHT, "attempted": ("9-01", "10-01")}, "10-01", "teaching", "10-01"),
        ({**TAUGHT, "attempted": ("10-01", "9-01")}, "10-01", "teaching", "10-01"),
        ({**TAUGHT, "attempted": ("9-01", "10-01", "10-05")}, "10-05", "teaching", "10-01"),
        # attempts before the summer's end do not age before class begins
        ({"joined": "7-02", "started": "7-05", "attempted": ("7-05",)}, "8-28", "teaching", "7-05"),
        ({"joined": "7-02", "started": "7-05", "attempted": ("7-05",)}, "8-29", "stalled", "8-29"),
        # students joined long after their last attempt: stalled from its first day
        ({"joined": "9-01", "started": "2-01", "attempted": ("9-01",)}, "2-01", "stalled", "2-01"),
        # completed, whatever came before or after
        ({**TAUGHT, "completed": "11-03"}, "11-03", "completed", "11-03"),
        ({**TAUGHT, "completed": "11-03"}, "6-15", "completed", "11-03"),
        ({**TAUGHT, "completed": "11-03"}, "6-30", "completed", "11-03"),
        # started after the last class day
        ({"joined": "6-01", "started": "6-20", "attempted": ("6-20",)}, "6-20", "not_completed", "6-20"),
    ],
)
def test_status_and_its_first_day(known, as_of, expected, since):
    row = facts(**known)
    assert status(row, CALENDAR, day(as_of)) == expected
    assert status_since(row, CALENDAR, day(as_of)) == (day(since) if since else None)


@pytest.mark.parametrize(
    ("known", "as_of", "helps"),
    [
        ({}, "8-30", False),
        ({}, "8-31", True),
        ({"spring": True}, "8-31", False),
        # over 60 calendar days since the first student joined: 20 August + 60 is 19 October
        ({"joined": "8-20"}, "10-19", False),
        ({"joined": "8-20"}, "10-20", True),
        (TAUGHT, "9-29", False),
        (TAUGHT, "9-30", True),
        ({**TAUGHT, "completed": "9-20"}, "6-01", False),
        (TAUGHT, "6-16", False),
        ({}, "6-16", False),
        ({"joined": "8-20"}, "6-16", False),
    ],
)
def test_who_needs_help(known, as_of, helps):
    assert needs_help(facts(**known), CALENDAR, day(as_of)) is helps


def test_a_row_of_the_year_to_come_is_not_expected_yet():
    trained_in_june = Facts("2026-27")
    assert status(trained_in_june, CALENDAR, date(2026, 6, 12)) == "too_early"


def test_last_activity_is_known_from_the_start_on():
    assert facts(joined="8-20", attempted=("8-25",)).last_activity_on is None
    assert facts(**{**TAUGHT, "attempted": ("9-03", "9-01")}).last_activity_on == day("9-03")


def test_starting_without_an_attempt_cannot_be():
    with pytest.raises(ValueError, match="attempted the course"):
        Facts(YEAR, started_on=day("9-01"))


in_year = st.dates(date(2025, 7, 1), date(2026, 6, 30))


@st.composite
def rows(draw):
    """Facts as they can be, and a day on which they are known."""
    as_of = draw(in_year)
    so_far = st.dates(date(2025, 7, 1), as_of)
    attempted = draw(st.lists(so_far, max_size=8))
    joined = draw(so_far if attempted else st.none() | so_far)
    first = max(joined, min(attempted)) if attempted else None
    started = draw(st.none() | st.dates(first, as_of)) if first else None
    completed = draw(st.none() | st.dates(started, as_of)) if started else None
    return Facts(YEAR, joined, started, completed, tuple(attempted), draw(st.booleans())), as_of


@given(rows())
def test_every_row_has_one_known_status(row):
    known, as_of = row
    assert status(known, CALENDAR, as_of) in STATUSES
    assert not needs_help(known, CALENDAR, as_of) or status(known, CALENDAR, as_of) in NEEDS_HELP


@given(rows())
def test_a_status_holds_from_its_first_day_and_not_the_day_before(row):
    """Read day by day, with what was known on each, the status began on `status_since`."""
    known, as_of = row
    since = status_since(known, CALENDAR, as_of)
    assume(since is not None)
    now = status(known, CALENDAR, as_of)

    def on(day):
        seen = tuple(attempt for attempt in known.attempted_on if attempt <= day)
        started, completed = (
            date if date and date <= day else None for date in (known.started_on, known.completed_on)
        )
        return status(
            Facts(YEAR, known.first_joined_on, started, completed, seen, known.spring_plan), CALENDAR, day
        )

    assert known.started_on <= since <= as_of
    days = [since + n * DAY for n in range((as_of - since).days + 1)]
    assert {on(day) for day in days} == {now}
    assert since == known.started_on or on(since - DAY) != now
