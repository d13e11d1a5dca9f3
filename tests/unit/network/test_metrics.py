"""The registry is complete, readable and stable."""

import re

import pytest

from catchment.network.errors import BadInput
from catchment.network.metrics import METRICS, UNITS, metric

MEASURED = """
    student_started participating_student section_active teacher_started teacher_active school_active
    district_active students groups_left_out schools schools_active gender_base female
    students_estimated composition
    representation_gap hour_of_code completion completed_level furthest_unit trained sharing
    health_status status_since needs_help last_activity_on teaches_other_course implementation_rate
    implementation_365 started_before_training implemented_any implementation_rate_all
    cohort_started_all cohort_completed_all cohort_started cohort_completed quarter_attended
    workshop_retention cohort_workshop_retained sustained cohort_sustained completion_rate
    workshop_retention_rate days_to_start teacher_status school_status district_status signal_on
    applications_by_county trained_not_teaching state_policies enrolled frl_share high_needs rural
    title_i grade_bands urg_share
"""


def test_what_this_version_measures():
    assert [entry.id for entry in METRICS] == MEASURED.split()


@pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.id)
class TestEveryMetric:
    def test_is_found_by_its_id(self, entry):
        assert metric(entry.id) is entry

    def test_is_complete(self, entry):
        assert entry.version >= 1
        assert re.fullmatch(r"[a-z_]+(_\d+)?", entry.id)
        assert entry.unit in UNITS
        assert entry.name and entry.grain
        assert re.fullmatch(r"(domain|disclosure) \d+(, disclosure \d+)?", entry.section)

    def test_names_its_parts_exactly_if_it_is_a_share(self, entry):
        assert bool(entry.numerator) == bool(entry.denominator) == (entry.unit == "share")

    def test_is_defined_in_whole_plain_sentences(self, entry):
        sentences = re.split(r"(?<=\.) ", entry.definition)
        assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
        assert not re.search(r"_|NULL|distinct|numerator|e\.g\.|cohort", entry.definition)
        assert _grade(sentences) < 10, _grade(sentences)


def _grade(sentences):
    """The Flesch-Kincaid grade of a text, syllables counted as groups of vowels.

    Grade 8 is the aim; the estimate is rough on a text of three sentences, hence the margin of the test.
    """
    words = re.findall(r"[A-Za-z]+", " ".join(sentences))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_an_unknown_id_is_named():
    with pytest.raises(BadInput, match='There is no metric "share_female"'):
        metric("share_female")
