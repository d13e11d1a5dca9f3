"""Neighbouring inputs: a student is one in one cell of each table; an answer moves one from cell to cell.

With noise of scale 1/epsilon on each cell of four tables that is 4 epsilon for being there, 8 for answers.
"""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catchment.network.categories import COMPOSITION
from tests.privacy.students import (
    COURSES,
    HOUR_OF_CODE,
    SCHOOLS,
    Measures,
    answers,
    crowds,
    genders,
    student,
    units,
)


@pytest.fixture(scope="module")
def measures():
    return Measures()


flags = st.sets(st.tuples(st.sampled_from(sorted(SCHOOLS)), st.sampled_from(sorted(COURSES))))


few = settings(max_examples=25, deadline=None)


def tables(active, cells):
    """What is noised: unit and category → students, of each family."""
    found = {family: Counter() for family in COMPOSITION}
    of_family = units({(school, course) for school, course in active if course != HOUR_OF_CODE})
    for (school, course, family, category), students in cells.items():
        found[family][of_family[family].of(school, course), category] += students
    return found


def changes(measures, active, before, after):
    """Of each family, how much the cells differ between two crowds, where they do."""
    one, other = (tables(active, cells) for cells in measures.cells(before, after))
    return {
        family: sorted(
            other[family][cell] - one[family][cell]
            for cell in one[family].keys() | other[family].keys()
            if other[family][cell] != one[family][cell]
        )
        for family in COMPOSITION
    }


@few
@given(crowds, flags, student("new"))
def test_one_student_changes_one_cell_of_each_table_by_one(measures, crowd, active, new):
    expected = [] if new.course_id == HOUR_OF_CODE else [1]
    assert changes(measures, active, crowd, [*crowd, new]) == dict.fromkeys(COMPOSITION, expected)


@few
@given(crowds, flags, student("new"), genders, answers)
def test_one_answer_changes_at_most_two_cells_of_each_table_by_one(
    measures, crowd, active, new, gender, races
):
    changed = replace(new, gender=gender, races=races)
    for found in changes(measures, active, [*crowd, new], [*crowd, changed]).values():
        assert found in ([], [-1, 1])


@few
@given(crowds, flags)
def test_every_student_is_in_one_cell_of_each_table_and_the_same_in_all(measures, crowd, active):
    (cells,) = measures.cells(crowd)
    found = tables(active, cells)
    counted = sum(student.course_id != HOUR_OF_CODE for student in crowd)
    for family, categories in COMPOSITION.items():
        assert found[family].total() == counted
        assert {category for _, category in found[family]} <= set(categories)
    by_gender = Counter()
    for (unit, category), students in found["gender_urg"].items():
        by_gender[unit, category.split(":")[0]] += students
    assert by_gender == found["gender"]
