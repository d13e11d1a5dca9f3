"""A closed school year: everything in it is its closing release's, but for people who no longer share."""

from dataclasses import replace
from datetime import date

import pytest

from tests.release_tools import YEAR, Series, group, inputs, roster_row, school

A, B, C = "260000100001", "260000100002", "260000100003"
OPEN, CLOSING, LATER, LAST = date(2026, 6, 29), date(2026, 6, 30), date(2026, 9, 1), date(2026, 10, 1)
WIDE = [(A, YEAR, 900, 450, 450)]


def of(letters="f" * 15 + "m" * 15, people=(), **more):
    return inputs(students=group(A, "csp", letters), enrolment=WIDE, roster=people, **more)


def of_year(release, table, year=YEAR):
    return [row for row in release.table(table).to_pylist() if row["school_year"] == year]


def test_counts_genders_and_estimates_are_copied():
    series = Series()
    closing = series.publish(of(), CLOSING)
    later = series.publish(of("f" * 80), LATER)
    for table in ("schools", "districts", "nation", "composition"):
        assert of_year(closing, table) == of_year(later, table)


def test_the_day_before_the_closing_still_moves():
    series = Series()
    series.publish(of(), OPEN)
    closing = series.publish(of("f" * 50), CLOSING)
    (row,) = [r for r in of_year(closing, "schools") if r["geo_id"] == A and r["course_id"] == "csp"]
    assert row["students"] == 50


def test_a_flag_that_the_closing_release_dropped_does_not_come_back():
    small = [(A, YEAR, 60, 30, 30)]
    flagged = [*group(A, "csp", "f" * 30), *group(A, "csd", "fff")]
    dropped = [*group(A, "csp", "f" * 50), *group(A, "csd", "fff")]
    series = Series()
    first = series.publish(inputs(students=flagged, enrolment=small), OPEN)
    series.publish(inputs(students=dropped, enrolment=small), CLOSING)
    later = series.publish(inputs(students=flagged, enrolment=small), LATER)
    assert {r["course_id"] for r in of_year(first, "schools")} == {"all", "csp", "csd"}
    assert {r["course_id"] for r in of_year(later, "schools")} == {"all", "csp"}


def test_a_school_that_is_new_later_has_no_row_in_a_closed_year():
    series = Series()
    series.publish(of(), CLOSING)
    more = [school(A), school(B, zip="48002"), school(C), school("260000100004")]
    later = series.publish(of(schools=more), LATER)
    assert "260000100004" not in {row["geo_id"] for row in of_year(later, "schools")}
    assert "260000100004" in {row["geo_id"] for row in of_year(later, "schools", "2026-27")}


def test_rows_of_teachers_are_copied_with_todays_address():
    series = Series()
    series.publish(of(people=[roster_row("p1", "one", status="completed")]), CLOSING)
    moved = roster_row("p1", "one", status="stalled", started_on=None, email="new@example.org")
    (row,) = of_year(series.publish(of(people=[moved]), LATER), "roster")
    assert (row["status"], row["email"]) == ("completed", "new@example.org")


def test_who_no_longer_shares_vanishes_from_rows_and_figures():
    series, people = Series(), [roster_row("p1", "one"), roster_row("p1", "two", started_on=None)]
    series.publish(of(people=people), CLOSING)
    quiet = [{**people[0], "sharing": False}, people[1]]
    later = series.publish(of(people=quiet), LATER)
    assert [row["person_id"] for row in of_year(later, "roster")] == ["two"]
    (cohort,) = of_year(later, "cohorts")
    assert (cohort["trained"], cohort["sharing"], cohort["started"]) == (2, 1, 0)
    assert cohort["implementation_rate"] == 0.0


def test_who_shares_again_is_back_as_the_closing_release_knew_them():
    series, person = Series(), roster_row("p1", "one")
    series.publish(of(people=[person]), CLOSING)
    series.publish(of(people=[{**person, "sharing": False}]), LATER)
    back = series.publish(of(people=[{**person, "status": "stalled"}]), LAST)
    assert [row["status"] for row in of_year(back, "roster")] == ["teaching"]


def test_who_shares_only_later_is_in_no_closed_year():
    series, person = Series(), roster_row("p1", "one", sharing=False)
    series.publish(of(people=[person]), CLOSING)
    later = series.publish(of(people=[{**person, "sharing": True}]), LATER)
    assert of_year(later, "roster") == []
    (cohort,) = of_year(later, "cohorts")
    assert (cohort["trained"], cohort["sharing"], cohort["sustained"]) == (1, 0, None)


@pytest.mark.parametrize("people", [[], [roster_row("p2", "one")]], ids=["nowhere", "at another partner"])
def test_who_is_on_the_roster_no_longer_is_not_on_it_in_a_closed_year(people):
    series = Series()
    series.publish(of(people=[roster_row("p1", "one")]), CLOSING)
    later = series.publish(of(people=people), LATER)
    assert later.partners["p1"]["roster"].num_rows == 0


def test_a_withdrawn_release_closes_no_year():
    series = Series()
    series.publish(of(), OPEN)
    series.publish(of("f" * 50), CLOSING)
    series.withdraw()
    later = series.publish(of("f" * 70), LATER)
    (row,) = [r for r in of_year(later, "schools") if r["geo_id"] == A and r["course_id"] == "csp"]
    assert row["students"] == 70


@pytest.mark.parametrize("day", ["06-30", "05-31"])
def test_a_closed_year_stays_closed_whatever_day_is_set_later(day):
    series = Series()
    series.network = replace(series.network, closing=day)
    first = series.publish(of(people=[roster_row("p1", "one")]), date(2026, 6, 10))
    series.network = replace(series.network, closing="06-30")
    later = series.publish(of("f" * 80, people=[roster_row("p1", "one", status="stalled")]), OPEN)
    for table in ("schools", "nation", "roster"):
        assert (of_year(first, table) == of_year(later, table)) is (day == "05-31")


def test_a_day_moved_forward_closes_with_the_next_release():
    series = Series()
    series.publish(of(), date(2026, 6, 10))
    series.network = replace(series.network, closing="05-31")
    closing = series.publish(of("f" * 80), OPEN)
    assert max(row["students"] for row in of_year(closing, "nation")) == 80
    assert of_year(series.publish(of("f" * 99), LATER), "nation") == of_year(closing, "nation")


def test_the_statuses_of_a_closed_year_are_copied():
    """A year imported later would tell of every place of the closed year what it was before."""
    series = Series()
    closing = series.publish(of(), CLOSING)
    older = group(A, "csp", "f" * 20, year="2024-25") + group(C, "csp", "f" * 20, year="2024-25")
    students = [*group(A, "csp", "f" * 30), *group(B, "csp", "f" * 20, year="2026-27"), *older]
    later = series.publish(inputs(students=students, enrolment=WIDE), LATER)
    for table in ("schools", "districts"):
        assert of_year(closing, table) == of_year(later, table)
    said = {row["geo_id"]: row["status"] for row in of_year(later, "schools", "2026-27") if row["status"]}
    assert said == {A: "lapsed_this_year", B: "new", C: "lapsed"}


def test_a_benchmark_needs_three_partners_with_enough_who_share():
    def trained(partner, people, sharing=True):
        return [roster_row(partner, f"{partner}-{number}", sharing=sharing) for number in range(people)]

    partners = ("p1", "p2", "p3")
    enough = [row for partner in partners for row in trained(partner, 10)]
    release = Series().decide(of(people=enough, partners=partners), OPEN)
    (rate,) = [r for r in release.public["benchmarks"].to_pylist() if r["metric_id"] == "implementation_rate"]
    assert (rate["partners"], rate["value"]) == (3, 1.0)
    short = [*enough[:-1], *trained("p3", 5, sharing=False)]
    assert Series().decide(of(people=short, partners=partners), OPEN).public["benchmarks"].num_rows == 0


def test_statuses_follow_published_activity():
    early = group(A, "csp", "f" * 12, year="2023-24") + group(C, "hoc", "f" * 12, year="2023-24")
    now = group(A, "csp", "fff") + group(B, "csp", "f" * 20)
    release = Series().decide(inputs(students=early + now), OPEN)
    said = {
        (row["geo_id"], row["school_year"]): row["status"]
        for row in release.table("schools").to_pylist()
        if row["course_id"] == "all"
    }
    assert said[A, "2023-24"] == "new" and said[A, YEAR] == "returned"
    assert said[B, "2023-24"] == "never" and said[B, YEAR] == "new"
    assert said[C, "2023-24"] == "never"
    parts = {
        (row["partner_id"], row["school_year"]): row["status"]
        for row in release.table("districts").to_pylist()
        if row["course_id"] == "all"
    }
    assert parts["p1", YEAR] == "returned" and parts["p2", YEAR] == "new"
