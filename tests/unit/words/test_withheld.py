"""How what is withheld, coded or estimated is said: in words, with a reason, and never as a number."""

from collections import defaultdict
from datetime import date

import pytest

from catchment.disclosure.genders import Enrolled, break_down
from catchment.network.categories import COMPOSITION, GENDERS, RACE_CATEGORIES
from catchment.words import activity, categories, estimates, genders, numbers, withheld
from catchment.words.said import CENSUS, ESTIMATES, SMALL_GROUPS

CENSUS_DAY = date(2026, 2, 15)


@pytest.mark.parametrize(
    ("students", "code", "left_out", "said", "why"),
    [
        (64, "exact", 0, "64", ""),
        (1234, "exact", 2, "1,234 (2 small groups are left out)", SMALL_GROUPS),
        (None, "small", 0, "fewer than 10", SMALL_GROUPS),
        (0, "exact", 1, "too few to show (1 small group is left out)", SMALL_GROUPS),
        (0, "exact", 0, "none shown", ""),
        (None, None, 0, "none shown", ""),
    ],
)
def test_students_of_a_school(students, code, left_out, said, why):
    words = withheld.students(students, code, left_out, 10)
    assert (str(words), words.why) == (said, why)
    assert words.withheld is not words.text[0].isdigit()


def test_the_threshold_of_the_policy_is_said():
    assert withheld.students(None, "small", 0, 5).text == "fewer than 5"


@pytest.mark.parametrize(
    ("by_state", "said"),
    [
        ({"CA": 10}, "fewer than 10"),
        ({"AL": 10, "FL": 10}, "fewer than 10"),
        ({"TN": 20, "FL": 10, "AL": 10}, "fewer than 10 (AL, FL) or fewer than 20 (TN)"),
    ],
)
def test_the_thresholds_of_several_states_are_said_by_state(by_state, said):
    assert withheld.fewer_than(by_state) == said


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (0, ""),
        (1, "1 small group is left out"),
        (3, "3 small groups are left out"),
        (1200, "1,200 small groups are left out"),
    ],
)
def test_what_is_left_out_is_said(groups, said):
    assert numbers.left_out(groups) == said


def gender_row(base: int, female: int | None, code: str) -> dict:
    return {"gender_base": base, "female": female, "female_code": code}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (gender_row(120, 45, "exact"), "45 of 120 (38 %)"),
        (gender_row(12, 6, "exact"), "6 of 12"),
        (gender_row(45, None, "low"), "10 or fewer of 45"),
        (gender_row(45, None, "high"), "all but 10 or fewer of 45"),
        (gender_row(20, None, "few"), "too few to break down"),
        (gender_row(21, None, "few"), "no breakdown, because of public figures"),
        (
            {"gender_base": None, "female": None, "female_code": None},
            "not yet: the year's breakdown is made on February 15",
        ),
    ],
)
def test_the_breakdown_of_a_school(row, said):
    assert genders.female(row, 10, CENSUS_DAY).text == said


def test_the_breakdown_says_the_threshold_of_the_state():
    assert genders.female(gender_row(60, None, "low"), 20, CENSUS_DAY).text == "20 or fewer of 60"


def test_a_code_is_said_alike_whatever_it_stands_for():
    said: dict[str, set[str]] = defaultdict(set)
    for female in range(61):
        row = break_down(60, female, Enrolled(900, 450, 450), 10)
        words = genders.female(gender_row(row.base, row.female, row.code), 10, CENSUS_DAY)
        assert words.withheld is (row.code != "exact")
        said[row.code].add(words.text)
    assert {code: len(texts) for code, texts in said.items()} == {"low": 1, "exact": 39, "high": 1}


def test_before_the_census_the_reason_is_the_census():
    assert genders.not_yet(CENSUS_DAY).why == CENSUS


@pytest.mark.parametrize(
    ("value", "margin", "said"),
    [
        (0.33, 0.006, "33 % ± 1"),
        (0.334, 0.006, "33 % ± 1"),
        (0.334, 0.0061, "33 % ± 2"),
        (0.5, 0.1, "50 % ± 10"),
        (0.0, 0.004, "0 % ± 1"),
        (1.0, 0.0001, "100 % ± 1"),
        (None, None, "too uncertain to show"),
    ],
)
def test_an_estimated_share(value, margin, said):
    assert estimates.share(value, margin).text == said


def test_the_margin_in_words_covers_that_of_the_release():
    for thousandths in range(0, 1001, 7):
        for margin in (0.0001, 0.004, 0.0149, 0.05, 0.1):
            value = thousandths / 1000
            shown, reach = (int(part) for part in estimates.share(value, margin).text.split(" % ± "))
            assert shown - reach <= 100 * (value - margin) + 1e-6
            assert shown + reach >= 100 * (value + margin) - 1e-6


@pytest.mark.parametrize(
    ("said", "text", "why"),
    [
        (estimates.count(1240, 9, True), "1,240 ± 9", ""),
        (estimates.count(12, 9, False), "too uncertain to show", ESTIMATES),
        (estimates.count(-3, 9, False), "too uncertain to show", ESTIMATES),
        (estimates.students(1240, 9), "about 1,240 ± 9", ""),
        (estimates.students(1240, 9, (3, 3)), "about 1,240 ± 9", ""),
        (estimates.students(1240, 9, (1, 3)), "about 1,240 ± 9 (in 1 of 3 courses)", ESTIMATES),
        (estimates.students(19, 9), "too uncertain to show", ESTIMATES),
        (estimates.students(None, None), "too few schools for an estimate", ESTIMATES),
    ],
)
def test_an_estimated_number(said, text, why):
    assert (str(said), said.why) == (text, why)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (None, "about 1,240 ± 9"),
        (1249, "about 1,240 ± 9"),
        (1250, "about 1,240 ± 9 (without schools that are too few to estimate)"),
    ],
)
def test_an_estimate_below_what_is_shown_says_why(shown, said):
    row = {"students": shown, "students_estimated": 1240, "students_margin": 9}
    assert str(estimates.of_all(row)) == said


def test_every_category_has_words_of_its_own():
    for family, codes in COMPOSITION.items():
        words = [categories.category(family, code) for code in codes]
        assert len(set(words)) == len(codes)
    assert categories.category("gender_urg", "female:urg") == "Female, underrepresented group"
    assert tuple(categories.GENDERS) == GENDERS
    assert tuple(categories.RACES) == RACE_CATEGORIES


def test_every_status_of_a_place_has_words_and_a_blank_one_too():
    assert tuple(activity.LABELS) == ("new", "retained", "returned", "lapsed_this_year", "lapsed", "never")
    assert activity.label(None) == activity.label("never")
