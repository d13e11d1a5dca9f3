"""What a code means: the n of the day on which a year was counted, and of its census."""

from datetime import date

from catchment.network.policy import Policy
from tests.release_tools import YEAR, Series, group, inputs

A = "260000100001"
AUTUMN, CENSUS, SPRING = date(2025, 11, 1), date(2026, 2, 15), date(2026, 4, 1)
CLOSING, LATER = date(2026, 6, 30), date(2026, 9, 1)
TEN, TWENTY = {"n": 10, "per_state": {}}, {"n": 20, "per_state": {"MI": 30}}
STRICTER = Policy(n=20, per_state={"MI": 30})


def said(series, day):
    found = inputs(students=group(A, "csp", "f" * 35 + "m" * 35), enrolment=[(A, YEAR, 900, 450, 450)])
    return series.publish(found, day).thresholds


def test_before_the_census_there_is_no_threshold_of_breakdowns():
    assert said(Series(), AUTUMN)[YEAR] == {"counts": TEN, "genders": None}


def test_a_stricter_policy_holds_for_counts_at_once_and_for_breakdowns_from_the_next_census():
    series = Series()
    said(series, CENSUS)
    series.rules = STRICTER
    assert said(series, SPRING)[YEAR] == {"counts": TWENTY, "genders": TEN}


def test_a_closed_year_keeps_both():
    series = Series()
    said(series, CLOSING)
    series.rules = STRICTER
    found = said(series, LATER)
    assert found[YEAR] == {"counts": TEN, "genders": TEN}
    assert found["2026-27"] == {"counts": TWENTY, "genders": None}
