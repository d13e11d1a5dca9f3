"""What lands on which shelf, and what the next release copies from the last."""

import shutil
from datetime import date

import pyarrow.parquet as pq
import pytest

from catchment.network.policy import Policy
from catchment.release.reader import Releases
from tests.release_tools import (
    AS_OF,
    YEAR,
    Series,
    group,
    inputs,
    make_release,
    put_up,
    roster_row,
    school,
)

A, B, C = "260000100001", "260000100002", "260000100003"


def rows(release, path, *columns):
    return [tuple(row[c] for c in columns) for row in pq.read_table(release / f"{path}.parquet").to_pylist()]


def counts(release, path, course="csp", year=YEAR):
    return {
        row["geo_id"]: (row["students"], row["groups_left_out"])
        for row in pq.read_table(release / f"{path}.parquet").to_pylist()
        if (row["course_id"], row["school_year"]) == (course, year)
    }


def test_a_zip_carve_out_splits_a_district_between_two_shelves(tmp_path):
    release = make_release(tmp_path, inputs([(A, "csp", 40), (B, "csp", 30), (C, "csp", 3)]))
    assert counts(release, "partners/p1/districts") == {"2600001": (40, 1)}
    assert counts(release, "partners/p2/districts") == {"2600001": (30, 0)}
    assert counts(release, "partners/p1/areas") == {"MI:p1": (40, 1)}
    assert counts(release, "public/states") == {"MI": (70, 1)}
    assert counts(release, "public/nation") == {"US": (70, 1)}


def test_a_school_of_no_partner_has_a_shelf_of_its_own(tmp_path):
    schools = [school(A), school("120000100001", state="FL", zip="32003", district="1200001")]
    release = make_release(tmp_path, inputs([("120000100001", "csp", 25)], schools=schools))
    assert counts(release, "partners/_none/regions") == {"_none": (25, 0)}
    assert rows(release, "partners/_none/schools", "partner_id")[0] == (None,)


def test_only_shared_rows_of_the_partner_reach_its_roster(tmp_path):
    people = [
        roster_row("p1", "one"),
        roster_row("p1", "two", sharing=False),
        roster_row("p2", "three"),
        roster_row(None, "four"),
    ]
    release = make_release(tmp_path, inputs([], roster=people))
    assert rows(release, "partners/p1/roster", "person_id", "school_name") == [("one", f"School {A}")]
    assert rows(release, "partners/p2/roster", "person_id") == [("three",)]
    assert not (release / "partners/_none/roster.parquet").exists()


def test_nothing_is_told_of_a_class_before_it_started(tmp_path):
    row = roster_row("p1", "one", started_on=None, status="class_forming")
    release = make_release(tmp_path, inputs([], roster=[row]))
    told = rows(release, "partners/p1/roster", "status_since", "last_activity_on", "furthest_unit")
    assert told == [(None, None, None)]


def test_the_mapping_of_a_school_year_is_frozen_by_its_first_release(tmp_path):
    put_up(make_release(tmp_path, inputs([(B, "csp", 30)])))
    moved = inputs([(B, "csp", 30)], regions=[("p1", "MI", None)])
    second = make_release(tmp_path, moved, as_of=date(2026, 4, 1))
    assert counts(second, "partners/p2/regions") == {"p2": (30, 0)}


def test_a_closed_year_is_copied_whatever_is_corrected_later(tmp_path):
    put_up(make_release(tmp_path, inputs([(A, "csp", 30, "2024-25")])))
    second = make_release(tmp_path, inputs([(A, "csp", 90, "2024-25")]), as_of=date(2026, 4, 1))
    assert counts(second, "partners/p1/schools", year="2024-25")[A][0] == 30
    as_of = dict(rows(second, "public/nation", "school_year", "as_of"))
    assert as_of == {"2024-25": AS_OF, "2025-26": date(2026, 4, 1)}


def test_an_open_year_moves_by_the_ratchet(tmp_path):
    put_up(make_release(tmp_path, inputs([(A, "csp", 30)])))
    put_up(make_release(tmp_path, inputs([(A, "csp", 39)]), as_of=date(2026, 4, 1)))
    third = make_release(tmp_path, inputs([(A, "csp", 41)]), as_of=date(2026, 5, 1))
    assert counts(third, "partners/p1/schools")[A][0] == 41
    assert counts(Releases(tmp_path).folder / Releases(tmp_path).current(), "partners/p1/schools")[A][0] == 30


def test_the_same_inputs_and_ledger_give_the_same_release(tmp_path):
    found = inputs([(A, "csp", 30)], roster=[roster_row("p1", "one")])
    name = make_release(tmp_path, found).name
    shutil.rmtree(tmp_path / name)
    # the first build drew the estimates, which moved the ledger's head: from now on they are copied
    again = make_release(tmp_path, found).name
    assert again == name


def test_a_partner_reads_its_own_shelf_only(tmp_path):
    release = make_release(tmp_path, inputs([], roster=[roster_row("p1", "one"), roster_row("p2", "two")]))
    put_up(release)
    reader = Releases(tmp_path).partner("p1")
    assert [row["person_id"] for row in reader.query("SELECT person_id FROM roster")] == ["one"]
    everyone = Releases(tmp_path).staff().query("SELECT person_id FROM roster ORDER BY 1")
    assert [row["person_id"] for row in everyone] == ["one", "two"]
    assert "roster" not in Releases(tmp_path).anonymous().tables


def test_the_n_of_a_year_is_that_of_the_state_where_the_school_counted_then():
    """A school that moves to another state brings no lower n to the years before."""
    series = Series(Policy(per_state={"MI": 15}))
    last, students = "2024-25", group(A, "csp", "?" * 12, year="2024-25")
    series.publish(inputs(students=students), date(2025, 5, 1))
    moved = [school(A, state="OH"), school(B), school(C)]
    students += group(A, "csp", "?" * 12, tag="next", year=YEAR)
    later = series.publish(inputs(students=students, schools=moved), date(2025, 9, 1))
    found = {
        row["school_year"]: row["students"]
        for row in later.table("schools").to_pylist()
        if (row["geo_id"], row["course_id"]) == (A, "csp")
    }
    assert found == {last: None, YEAR: 12}


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 8, 1)], ids=["open year", "closed year"])
def test_courses_and_partners_that_left_the_sources_keep_rows_and_shelves(day):
    series = Series()
    groups = [(A, "csp", 40), (A, "csa", 30), (B, "csa", 20), (C, "hoc", 20)]
    first = series.publish(inputs(groups), date(2026, 7, 2) if day.month > 6 else AS_OF)
    left = inputs(groups[:1], courses=("csp",), partners=("p1",))
    later = series.publish(left, day)
    last = series.publish(left, day)
    for release in (later, last):
        assert {*first.public["courses"]["course_id"].to_pylist()} > {"csp", "csa", "hoc"}
        assert release.public["courses"].equals(first.public["courses"])
        assert release.public["partners"].equals(first.public["partners"])
        assert B in release.partners["p2"]["schools"]["geo_id"].to_pylist()
        assert release.table("composition").equals(first.table("composition"))


def test_a_course_of_which_nothing_was_published_leaves_no_name():
    series = Series()
    series.publish(inputs([(A, "csp", 40)]), date(2025, 9, 1))
    later = series.publish(inputs([(A, "csp", 40)], courses=("csp",)), date(2025, 10, 1))
    assert later.public["courses"]["course_id"].to_pylist() == ["csp"]
