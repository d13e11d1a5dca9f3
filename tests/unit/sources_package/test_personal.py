"""Which extra columns are refused, and which are only strangers."""

import pytest

from catchment.network import contract
from catchment.sources.package.personal import looks_personal

REFUSED = [
    ("students", "name"),
    ("students", "FirstName"),
    ("students", "e_mail"),
    ("students", "Student E-Mail Address"),
    ("students", "dob"),
    ("students", "birth_year"),
    ("students", "parent_contact_phone"),
    ("students", "guardian"),
    ("students", "username"),
    ("activity", "studentname"),
    ("section_students", "child_nickname"),
    ("lessons", "password_hash"),
    ("teachers", "passwd"),
    ("teachers", "birthday"),
    ("teachers", "SSN"),
    ("enrollments", "student_name"),
    ("schools", "pupil_address"),
]

STRANGERS = [
    ("activity", "lesson_name"),
    ("activity", "course_name"),
    ("activity", "time_spent"),
    ("section_students", "section_name"),
    ("students", "grade"),
    ("students", "percentage"),
    ("teachers", "middle_name"),
    ("teachers", "title"),
    ("schools", "email"),
    ("partners", "phone"),
    ("lessons", "name"),
    ("school_enrollment", "students_total"),
]


@pytest.mark.parametrize(("table", "column"), REFUSED)
def test_what_says_who_a_student_is_looks_personal(table, column):
    assert looks_personal(table, column)


@pytest.mark.parametrize(("table", "column"), STRANGERS)
def test_what_says_nothing_of_a_student_does_not(table, column):
    assert not looks_personal(table, column)


def test_no_column_that_the_contract_knows_of_students_looks_personal():
    tables = contract.tables()
    known = {(name, column) for name in ("students", "activity") for column in tables[name].columns}
    assert not [each for each in known if looks_personal(*each)]
