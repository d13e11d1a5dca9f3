"""Domain sections 6 and 12: one exclusive category per student."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catchment.network.categories import (
    COMPOSITION,
    GENDERS,
    RACE_CATEGORIES,
    RACES,
    gender_category,
    is_reported,
    is_urg,
    race_category,
)


@pytest.mark.parametrize(
    ("races", "category", "urg"),
    [
        # one code
        ("hispanic", "hispanic", True),
        ("american_indian", "american_indian", True),
        ("asian", "asian", False),
        ("black", "black", True),
        ("hawaiian", "hawaiian", True),
        ("white", "white", False),
        ("other", "other", False),
        # any Hispanic is Hispanic, before two or more
        ("white;hispanic", "hispanic", True),
        ("hispanic;other", "hispanic", True),
        # two or more is underrepresented when one of its parts is
        ("asian;white", "two_or_more", False),
        ("asian;black", "two_or_more", True),
        ("white;other", "two_or_more", False),
        ("asian;white;other;american_indian", "two_or_more", True),
        # more than five codes, Hispanic counted, is nonsense
        ("hispanic;white;black;asian;other", "hispanic", True),
        ("hispanic;white;black;asian;other;hawaiian", "not_reported", None),
        ("white;black;asian;other;hawaiian", "two_or_more", True),
        ("white;black;asian;other;hawaiian;american_indian", "not_reported", None),
        ("hispanic;white;black;asian;other;hawaiian;american_indian", "not_reported", None),
        # the same code twice is one code
        ("white;white", "white", False),
        ("white;white;white;white;white;white", "white", False),
        # not reported
        ("opt_out", "not_reported", None),
        ("opt_out;white", "not_reported", None),
        ("", "not_reported", None),
        (None, "not_reported", None),
        ("closed_dialog", "not_reported", None),
        (" white ; hispanic ", "hispanic", True),
    ],
)
def test_race_and_ethnicity(races, category, urg):
    assert (race_category(races), is_urg(races)) == (category, urg)


@pytest.mark.parametrize(
    ("gender", "category"),
    [*((gender, gender) for gender in GENDERS), (None, "not_reported"), ("", "not_reported")],
)
def test_gender(gender, category):
    assert gender_category(gender) == category


answers = st.lists(st.sampled_from([*RACES, "opt_out"]), max_size=8)


@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_codes_does_not_matter(codes, random):
    mixed = ";".join(random.sample(codes, len(codes)))
    assert race_category(mixed) == race_category(";".join(codes))


@given(answers)
def test_every_answer_has_one_category_and_reports_or_not(codes):
    answer = ";".join(codes)
    assert race_category(answer) in RACE_CATEGORIES
    assert (race_category(answer) == "not_reported") == (is_urg(answer) is None)


def test_the_tables_of_the_estimates():
    assert {family: len(categories) for family, categories in COMPOSITION.items()} == {
        "gender": 5,
        "race": 9,
        "gender_urg": 15,
        "gender_trained": 10,
    }
    assert COMPOSITION["gender_urg"][:3] == ("female:urg", "female:not_urg", "female:not_reported")
    assert COMPOSITION["gender_trained"][-1] == "not_reported:not_trained"


@pytest.mark.parametrize(
    ("category", "reported"),
    [
        ("female", True),
        ("not_reported", False),
        ("another:not_urg", True),
        ("not_reported:urg", False),
        ("female:not_reported", False),
        ("male:not_trained", True),
    ],
)
def test_what_belongs_in_the_base_of_a_share(category, reported):
    assert is_reported(category) is reported
