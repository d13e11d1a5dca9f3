"""Totals add up shown cells, count the groups they leave out, and hold nothing else."""

from catchment.disclosure.atoms import Cell, Key
from catchment.disclosure.sums import totals

YEAR = "2025-26"


def cell(school, course, students, family="course"):
    return Cell(Key(school, YEAR, course), family, students)


CELLS = [
    cell("s1", "csp", 30),
    cell("s1", "csd", None),
    cell("s2", "csp", None),
    cell("s2", "hoc", 50, "hour_of_code"),
    cell("s3", "csp", 12),
]
DISTRICT = {"s1": ("d1", "p"), "s2": ("d1", "p"), "s3": None}


def by_course(found):
    return {(total.geo_id, total.course_id): (total.students, total.groups_left_out) for total in found}


def test_sums_hold_shown_cells_only_and_say_what_they_leave_out():
    assert by_course(totals(CELLS, lambda school, year: DISTRICT[school])) == {
        ("d1", "csp"): (30, 1),
        ("d1", "csd"): (0, 1),
        ("d1", "hoc"): (50, 0),
        ("d1", "all"): (30, 2),
    }


def test_places_without_activity_have_a_row_of_nothing():
    found = totals([], lambda school, year: None, [(("d9", None), YEAR)])
    assert by_course(found) == {("d9", "all"): (0, 0)}


def test_the_truth_behind_a_flag_cannot_change_a_total():
    hidden = [cell("s1", "csp", 30), cell("s2", "csp", None)]
    assert by_course(totals(hidden, lambda school, year: ("d1", "p"))) == {
        ("d1", "csp"): (30, 1),
        ("d1", "all"): (30, 1),
    }
