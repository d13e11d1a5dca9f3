"""How numbers, codes and days are said."""

from datetime import date, timedelta

import pytest

from catchment.network.health import STATUSES
from catchment.words import codes, dates, numbers, reasons, statuses

TODAY = date(2026, 3, 14)


def test_every_status_has_words():
    assert tuple(statuses.LABELS) == tuple(statuses.MEANINGS) == tuple(statuses.TONES) == STATUSES


@pytest.mark.parametrize(
    ("part", "base", "said"),
    [
        (86, 100, "86 of 100 (86 %)"),
        (5, 8, "5 of 8"),
        (19, 19, "19 of 19"),
        (10, 20, "10 of 20 (50 %)"),
        (0, 0, "0 of 0"),
    ],
)
def test_shares_are_said_with_their_base(part, base, said):
    assert numbers.share(part, base) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "1 day ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (181, "25 weeks ago"),
        (260, "8 months ago"),
        (800, "2 years ago"),
    ],
)
def test_how_long_ago(days, said):
    assert dates.ago(TODAY - timedelta(days=days), TODAY) == said


def test_towns_in_capitals_are_written_as_people_do():
    assert codes.place("GRAND RAPIDS") == "Grand Rapids"
    assert codes.place("McAllen") == "McAllen"
    assert codes.place(None) == ""


@pytest.mark.parametrize(
    ("low", "high", "said"), [("09", "12", "9–12"), ("PK", "05", "PK–5"), ("06", "06", "6"), (None, "12", "")]
)
def test_grades(low, high, said):
    assert codes.grades(low, high) == said


def row(**changes) -> dict:
    return {
        "status": "no_class",
        "course": "CS Principles",
        "plan": "full_year",
        "trained_on": date(2025, 7, 14),
        "last_activity_on": None,
        "furthest_unit_name": None,
        "teaches_other_course": False,
        **changes,
    }


@pytest.mark.parametrize("status", ["no_class", "class_forming", "stalled"])
def test_every_status_that_asks_for_a_call_has_a_reason(status):
    said = reasons.why(row(status=status, last_activity_on=date(2026, 1, 5)), TODAY)
    assert "CS Principles" in said
    assert said.endswith(".")


def test_since_when():
    assert reasons.since(row(), TODAY) == "Trained 7 months ago"
    assert reasons.since(row(last_activity_on=date(2026, 2, 10)), TODAY) == "Last active 4 weeks ago"


def test_another_course_is_mentioned():
    assert reasons.why(row(teaches_other_course=True), TODAY).endswith("They teach another course.")
