"""The invented nation that benches measure on: real schools, plausible students, always the same."""

from dataclasses import fields

import numpy as np
import pyarrow.compute as pc
import pytest

from bench import schools, students
from catchment.demo.curriculum import COURSES
from catchment.network.categories import GENDERS, RACE_CATEGORIES
from catchment.network.errors import BadInput


@pytest.fixture(scope="module")
def larger(tmp_path_factory):
    return schools.read(tmp_path_factory.mktemp("larger"), 3, national=False).public


@pytest.fixture(scope="module")
def whole(larger):
    """The schools as they really are: no letter in their ids."""
    return larger["schools"].filter(pc.utf8_is_digit(larger["schools"]["school_id"]))


def test_a_part_of_the_nation_has_whole_districts(here, whole):
    sizes, kept = (
        {row["values"]: row["counts"] for row in pc.value_counts(table["district_id"]).to_pylist()}
        for table in (whole, here.public["schools"])
    )
    assert 0.01 < len(kept) / len(sizes) < 0.03
    assert all(sizes[district] == count for district, count in kept.items() if district)


def test_a_larger_nation_repeats_the_districts_under_other_ids(larger, whole):
    ids = larger["schools"]["school_id"].to_pylist()
    assert len(set(ids)) == len(ids) == 3 * whole.num_rows
    districts = set(larger["schools"]["district_id"].to_pylist())
    assert districts <= set(larger["districts"]["district_id"].to_pylist())
    assert len(districts) == 3 * len(set(whole["district_id"].to_pylist()))
    assert set(larger["school_enrollment"]["school_id"].to_pylist()) <= set(ids)


def test_what_cannot_be_repeated_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"1\.5 times the nation cannot be made"):
        schools.read(tmp_path, 1.5, national=False)


def test_the_same_year_has_the_same_students(here, truth):
    again = students.year(here, "2025-26")
    for field in fields(again):
        assert np.array_equal(getattr(again, field.name), getattr(truth.year, field.name))


def test_other_years_have_other_students_at_mostly_the_same_schools(here, truth):
    earlier = students.year(here, "2024-25")
    now, then = set(truth.year.school.tolist()), set(earlier.school.tolist())
    assert 0.6 < len(now & then) / len(now) < 0.98


def test_students_are_fewer_than_the_school_has(here, truth):
    year, known = truth.year, here.places.students
    together = np.bincount(year.school, year.sizes(), len(known))
    assert (together <= np.where(known > 0, known, 500)).all()


def test_students_come_in_over_the_year(truth):
    by_month = [truth.year.sizes(day).sum() for day in range(0, 366, 30)]
    assert by_month == sorted(by_month) and by_month[0] == 0
    assert truth.year.sizes().sum() == len(truth.year.atom) == by_month[-1]


def test_children_of_elementary_courses_are_not_asked_for_race(truth):
    year = truth.year
    young = np.array([course.band == "K-5" for course in COURSES])[year.course][year.atom]
    silent = year.race == RACE_CATEGORIES.index("not_reported")
    assert silent[young].all() and 0.1 < silent[~young].mean() < 0.2


def test_girls_and_boys_are_there_as_in_life(truth):
    shares = np.bincount(truth.year.gender, minlength=len(GENDERS)) / len(truth.year.gender)
    female, male, nonbinary, another, silent = shares
    assert 0.35 < female < male < 0.55 and 0.06 < silent < 0.14 and 0 < another < nonbinary < 0.02


def test_small_groups_are_as_common_as_in_life(truth):
    sizes = truth.year.sizes()
    assert 0.7 < (sizes >= 10).mean() < 0.82
    assert 0.97 < sizes[sizes >= 10].sum() / sizes.sum() < 0.995
