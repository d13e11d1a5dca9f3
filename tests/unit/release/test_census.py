"""Gender at schools: of the students behind the counts, once a year, copied ever after."""

from datetime import date

import pytest

from catchment.network.errors import BadInput
from catchment.network.policy import Policy
from tests.release_tools import YEAR, Series, group, inputs, make_release, put_up, read_table

A, B, C = "260000100001", "260000100002", "260000100003"
BEFORE, CENSUS, AFTER = date(2026, 2, 14), date(2026, 2, 15), date(2026, 4, 1)
WIDE = [(school, YEAR, 900, 450, 450) for school in (A, B, C)]
"""Enrolment that leaves every breakdown open."""


def genders(release, year=YEAR):
    """School -> its base, its count of female students and the code."""
    return {
        row["geo_id"]: (row["gender_base"], row["female"], row["female_code"])
        for row in release.table("schools").to_pylist()
        if (row["course_id"], row["school_year"]) == ("all", year)
    }


def people(**schools):
    return [row for school, letters in schools.items() for row in group(globals()[school], "csp", letters)]


def of(students, **more):
    return inputs(students=students, enrolment=WIDE, **more)


def test_nothing_is_said_before_the_census_and_every_school_has_a_row_from_then_on():
    series, found = Series(), of(people(A="f" * 14 + "m" * 16, C="f" * 3 + "m" * 30))
    assert set(genders(series.publish(found, BEFORE)).values()) == {(None, None, None)}
    assert genders(series.publish(found, CENSUS)) == {
        A: (30, 14, "exact"),
        B: (0, None, "few"),
        C: (33, None, "low"),
    }


def test_the_base_is_of_all_shown_courses_and_leaves_out_flags_and_hour_of_code():
    students = people(A="f" * 12 + "m" * 12)
    students += group(A, "csd", "f" * 11) + group(A, "csa", "f" * 4) + group(A, "hoc", "f" * 20)
    assert genders(Series().publish(of(students), CENSUS))[A] == (35, 23, "exact")


def test_a_student_without_a_gender_is_in_no_base_and_counts_once_in_two_courses():
    students = people(A="f" * 12 + "m" * 12 + "?" * 9 + "n")
    twice = [{**row, "course_id": "csd"} for row in students[:11]]
    assert genders(Series().publish(of(students + twice), CENSUS))[A] == (25, 12, "exact")


def test_gender_is_of_the_days_of_the_count():
    series = Series()
    series.publish(of(people(A="f" * 12 + "m" * 12)), BEFORE)
    # two more girls: the count stays as the ratchet says, and so do the students behind it
    more = people(A="f" * 12 + "m" * 12 + "ff")
    assert genders(series.publish(of(more), CENSUS))[A] == (24, 12, "exact")


def test_a_count_that_moved_brings_its_own_students():
    series = Series()
    series.publish(of(people(A="f" * 12 + "m" * 12)), BEFORE)
    more = people(A="f" * 12 + "m" * 12 + "f" * 10)
    assert genders(series.publish(of(more), CENSUS))[A] == (34, 22, "exact")


def test_who_left_the_course_still_reports_and_an_erased_student_does_not():
    series, students = Series(), people(A="f" * 14 + "m" * 14)
    series.publish(of(students), BEFORE)
    left, known = students[2:], students[1:]
    release = series.publish(of(left, known=known), CENSUS)
    assert genders(release)[A] == (27, 13, "exact")


def test_an_erased_student_leaves_the_private_file_too():
    series, students = Series(), people(A="f" * 14 + "m" * 14)
    series.publish(of(students), BEFORE)
    second = series.publish(of(students[2:], known=students[1:]), date(2026, 2, 14))
    kept = second.behind["student_id"].to_pylist()
    assert sorted(kept) == sorted(row["student_id"] for row in students[1:])


def test_without_the_private_file_nobody_is_reported(tmp_path):
    students = of(people(A="f" * 14 + "m" * 14))
    put_up(make_release(tmp_path, students, as_of=BEFORE))
    release = make_release(tmp_path, students, as_of=CENSUS)
    (row,) = [r for r in read_table(release, "schools") if (r["geo_id"], r["course_id"]) == (A, "all")]
    assert (row["gender_base"], row["female_code"]) == (0, "few")


def test_a_breakdown_is_copied_whatever_happens_later():
    series = Series()
    series.publish(of(people(A="f" * 14 + "m" * 16)), CENSUS)
    later = series.publish(of(people(A="f" * 44 + "m" * 16, C="f" * 20 + "m" * 20)), AFTER)
    assert genders(later)[A] == (30, 14, "exact")
    assert genders(later)[C] == (0, None, "few")


def test_a_breakdown_of_a_withdrawn_release_is_copied_too():
    series = Series()
    series.publish(of(people(A="f" * 14 + "m" * 16)), CENSUS)
    series.withdraw()
    again = series.publish(of(people(A="f" * 44 + "m" * 16)), BEFORE)
    assert genders(again)[A] == (30, 14, "exact")


def test_a_breakdown_that_was_never_published_is_made_anew():
    series = Series()
    series.publish(of(people(A="f" * 12 + "m" * 12)), BEFORE)
    series.decide(of(people(A="f" * 12 + "m" * 12)), CENSUS)
    # a candidate that stayed down: its students are not remembered, those of the last release are
    changed = [{**row, "gender": "female"} for row in people(A="f" * 12 + "m" * 12)]
    assert genders(series.publish(of(changed), AFTER))[A] == (24, None, "high")


def test_a_year_first_published_after_its_census_gets_it_then():
    students = group(A, "csp", "f" * 15 + "m" * 15, year="2024-25")
    enrolment = [(A, "2024-25", 900, 450, 450)]
    release = Series().publish(inputs(students=students, enrolment=enrolment), BEFORE)
    assert genders(release, "2024-25")[A] == (30, 15, "exact")
    assert genders(release)[A] == (None, None, None)


def test_the_census_waits_for_the_first_cell_of_a_course():
    """Of hidden groups and Hour of Code alone nobody may learn whether there are students of a course."""
    hours, few = group(A, "hoc", "f" * 20), people(A="fff")
    tiny = [(school, YEAR, 19, 10, 9) for school in (A, B, C)]
    series = Series()
    for hidden in (hours, few):
        release = series.publish(inputs(students=hidden, enrolment=tiny), CENSUS)
        assert set(genders(release).values()) == {(None, None, None)}
        assert series.drawn == [] and not len(release.table("composition"))
    with pytest.raises(BadInput, match="no course of that school year can be shown yet"):
        series.decide(inputs(students=few, enrolment=tiny), CENSUS, again=YEAR)
    later = series.publish(of(people(A="f" * 14 + "m" * 16)), AFTER)
    assert genders(later)[A] == (30, 14, "exact")
    assert [draw.as_of for draw in series.drawn] == [AFTER] and len(later.table("composition"))


def test_a_census_stays_where_all_cells_are_gone_later():
    series = Series()
    before = series.publish(inputs(students=people(A="fff")), CENSUS)
    after = series.publish(inputs(enrolment=[(A, YEAR, 19, 10, 9)]), AFTER)
    assert genders(before) == genders(after)
    assert after.table("composition").equals(before.table("composition"))


def test_the_latest_row_of_enrolment_decides_even_where_it_is_blank():
    students = people(A="f" * 15 + "m" * 15)
    blank = [(A, "2023-24", 900, 450, 450), (A, "2024-25", 900, None, 450)]
    release = Series().publish(inputs(students=students, enrolment=blank), CENSUS)
    assert genders(release)[A] == (30, None, "few")


def test_the_state_of_a_school_sets_its_n():
    rules = Policy(per_state={"MI": 15})
    release = Series(rules).publish(of(people(A="f" * 14 + "m" * 30)), CENSUS)
    assert genders(release)[A] == (44, None, "low")
