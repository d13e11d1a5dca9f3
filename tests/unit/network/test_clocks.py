"""Domain section 1 (three clocks) and the class days of section 12."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catchment.network import clocks
from catchment.network.clocks import Calendar
from catchment.network.errors import BadInput

DAY = timedelta(days=1)
days = st.dates(date(1990, 1, 1), date(2105, 12, 31))
HOLIDAYS = ((date(2025, 11, 24), date(2025, 11, 30)), (date(2025, 12, 20), date(2026, 1, 4)))
CALENDAR = Calendar(holidays=HOLIDAYS)


@pytest.mark.parametrize(
    ("day", "school", "training"),
    [
        (date(2026, 5, 31), "2025-26", "2025-26"),
        (date(2026, 6, 1), "2025-26", "2026-27"),
        (date(2026, 6, 30), "2025-26", "2026-27"),
        (date(2026, 7, 1), "2026-27", "2026-27"),
        (date(2026, 12, 31), "2026-27", "2026-27"),
        (date(2027, 1, 1), "2026-27", "2026-27"),
        (date(2024, 2, 29), "2023-24", "2023-24"),
        (date(2000, 6, 30), "1999-00", "2000-01"),
        (date(1999, 7, 1), "1999-00", "1999-00"),
        (date(2099, 7, 1), "2099-00", "2099-00"),
        (date(2100, 6, 30), "2099-00", "2100-01"),
    ],
)
def test_the_years_of_a_day(day, school, training):
    assert (clocks.school_year(day), clocks.training_year(day)) == (school, training)


@given(days)
def test_every_day_is_inside_the_school_year_it_belongs_to(day):
    label = clocks.school_year(day)
    assert clocks.first_day(label) <= day <= clocks.last_day(label)


@given(days)
@example(date(2026, 5, 31))
@example(date(2026, 6, 30))
def test_training_years_follow_each_other_without_a_gap(day):
    today, tomorrow = clocks.training_year(day), clocks.training_year(day + DAY)
    turns = (day.month, day.day) == (5, 31)
    assert tomorrow == (clocks.shift(today, 1) if turns else today)


@pytest.mark.parametrize("label", ["2026-27", "1999-00", "2099-00"])
def test_a_school_year_is_one_year_long(label):
    assert clocks.last_day(label) + DAY == clocks.first_day(clocks.shift(label, 1))


@pytest.mark.parametrize(
    ("first", "last", "between"),
    [
        ("2025-26", "2027-28", ["2025-26", "2026-27", "2027-28"]),
        ("1998-99", "2000-01", ["1998-99", "1999-00", "2000-01"]),
        ("2025-26", "2025-26", ["2025-26"]),
        ("2026-27", "2025-26", []),
    ],
)
def test_labels(first, last, between):
    assert clocks.labels(first, last) == between


@pytest.mark.parametrize(
    "label",
    [
        "2026-28",
        "2026-2027",
        "26-27",
        "2026/27",
        "",
        "2026-27 ",
        "0000-01",
        "9999-00",
        "²⁰²⁶-27",
        "٢٠٢٦-٢٧",
        "2026-2७",
    ],
)
def test_what_is_no_label_is_refused_with_its_text(label):
    with pytest.raises(BadInput, match="is not written like 2026-27"):
        clocks.first_day(label)


@pytest.mark.parametrize(
    ("month_day", "day"),
    [
        ("07-01", date(2026, 7, 1)),
        ("12-31", date(2026, 12, 31)),
        ("01-01", date(2027, 1, 1)),
        ("02-15", date(2027, 2, 15)),
        ("06-30", date(2027, 6, 30)),
    ],
)
def test_a_month_day_of_a_school_year(month_day, day):
    assert clocks.day_in("2026-27", month_day) == day


@pytest.mark.parametrize(
    "text", ["02-29", "02-30", "13-01", "00-10", "1-05", "01-5", "2026-01-05", "", "０1-05"]
)
def test_what_is_not_a_day_of_every_year(text):
    assert not clocks.is_month_day(text)


def test_default_calendar():
    calendar = Calendar()
    assert calendar.first_class_day("2026-27") == date(2026, 8, 1)
    assert calendar.last_class_day("2026-27") == date(2027, 6, 15)
    assert calendar.spring_starts("2026-27") == date(2027, 1, 5)


def test_class_days_are_all_days_but_holidays():
    days = CALENDAR.class_days("2025-26")
    assert (days[0], days[-1]) == (date(2025, 8, 1), date(2026, 6, 15))
    assert len(days) == 319 - 7 - 16
    assert date(2025, 9, 6) in days  # a Saturday
    assert date(2025, 11, 23) in days
    assert date(2025, 11, 24) not in days
    assert date(2026, 1, 4) not in days
    assert date(2026, 1, 5) in days


def test_a_leap_day_is_a_class_day():
    assert date(2028, 2, 29) in Calendar().class_days("2027-28")
    assert Calendar().class_days_between(date(2028, 2, 28), date(2028, 3, 1)) == 2


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        (date(2025, 9, 1), date(2025, 9, 1), 0),
        (date(2025, 9, 1), date(2025, 9, 2), 1),
        (date(2025, 9, 2), date(2025, 9, 1), 0),
        (date(2025, 7, 1), date(2025, 7, 31), 0),
        (date(2025, 7, 31), date(2025, 8, 1), 1),
        (date(2025, 8, 1), date(2025, 8, 2), 1),
        (date(2026, 6, 14), date(2026, 6, 15), 1),
        (date(2026, 6, 15), date(2026, 6, 16), 0),
        (date(2026, 6, 14), date(2026, 8, 2), 3),
        (date(2025, 11, 23), date(2025, 11, 30), 0),
        (date(2025, 11, 23), date(2025, 12, 1), 1),
        (date(2025, 12, 19), date(2026, 1, 5), 1),
        (date(2025, 6, 30), date(2026, 6, 30), 296),
    ],
)
def test_class_days_between(after, until, count):
    assert CALENDAR.class_days_between(after, until) == count


def test_overlapping_holidays_are_taken_off_once():
    calendar = Calendar(holidays=(*HOLIDAYS, (date(2025, 11, 27), date(2025, 12, 1))))
    assert calendar.class_days_between(date(2025, 11, 23), date(2025, 12, 2)) == 1


near = st.dates(date(2025, 5, 1), date(2027, 9, 1))


@given(near, near, near)
def test_class_days_add_up(a, b, c):
    a, b, c = sorted((a, b, c))
    between = CALENDAR.class_days_between
    assert between(a, c) == between(a, b) + between(b, c)


@given(near, near)
def test_counting_agrees_with_the_list(a, b):
    a, b = sorted((a, b))
    listed = [day for label in clocks.labels("2024-25", "2027-28") for day in CALENDAR.class_days(label)]
    assert CALENDAR.class_days_between(a, b) == sum(a < day <= b for day in listed)


@given(near, st.integers(1, 700))
def test_the_nth_class_day_is_the_nth(after, n):
    day = CALENDAR.nth_class_day(after, n)
    assert CALENDAR.class_days_between(after, day) == n
    assert CALENDAR.class_days_between(after, day - DAY) == n - 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"first": "02-29"}, '"02-29" is not a day of every year'),
        ({"first": "06-20"}, "must follow each other"),
        ({"spring": "07-15"}, "must follow each other"),
        ({"last": "01-05"}, "must follow each other"),
        ({"holidays": ((date(2025, 11, 30), date(2025, 11, 24)),)}, "end before they begin"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(changed, words):
    with pytest.raises(BadInput, match=words):
        Calendar(**changed)
