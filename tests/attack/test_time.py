"""Releases laid side by side: the ratchet, closed years, and what a release was withdrawn for."""

from datetime import date

import pytest

from catchment.attack.run import attack
from catchment.network.policy import Policy
from catchment.release.build.ledger import Entry, Ledger
from catchment.release.build.manifest import read
from tests.attack.tampering import (
    ENROLMENT,
    ONE,
    ROSTER,
    SHELF,
    STUDENTS,
    THREE,
    checks,
    copied,
    edit,
    release,
    seal,
    series,
    vetoes,
    when,
)
from tests.release_tools import YEAR, group, inputs, make_release, put_up

AUTUMN, WINTER = date(2025, 10, 1), date(2025, 12, 1)
CENSUS, SPRING = date(2026, 3, 1), date(2026, 4, 1)
CLOSED, AFTER = date(2026, 7, 2), date(2026, 8, 2)
ABOVE = [f"{SHELF}/districts", f"{SHELF}/areas", f"{SHELF}/regions", "public/states", "public/nation"]


def moved(made, school_id, course, by):
    """Move a count, and every total that holds it, so that only the move itself is wrong."""
    edit(made, f"{SHELF}/schools", lambda row: row | _more(row, row["geo_id"] == school_id, course, by))
    for path in ABOVE:
        edit(
            made,
            path,
            lambda row: row | _more(row, row["geo_id"] not in ("OH", "2600002", "2600003"), course, by),
        )


def _more(row, mine, course, by):
    return {"students": row["students"] + by} if mine and row["course_id"] in (course, "all") else {}


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    return series(tmp_path_factory.mktemp("two") / "releases", [AUTUMN, WINTER])


def test_unchanged_counts_withstand_and_are_withheld_changes(two):
    audit = attack(two[1], two[:1])
    assert audit.passed, audit.vetoes
    assert audit.withheld["held"] == 9
    assert audit.least["held"] == 12  # of the group of 11


@pytest.mark.parametrize("by", [1, -1, 9, -9])
def test_a_move_of_fewer_than_n_is_found(two, tmp_path, by):
    made = copied(two[1], tmp_path / "releases")
    moved(made, ONE, "csp", by)
    (veto,) = vetoes(made, "from_differences", [made.parent / two[0].name])
    assert veto.cell == f"school {ONE}, 2025-26, csp"
    assert f"exactly {abs(by)} students" in veto.narrows_to
    assert checks(made, [made.parent / two[0].name]) == {"from_differences"}


@pytest.mark.parametrize("by", [10, -10])
def test_a_move_of_n_withstands(two, tmp_path, by):
    made = copied(two[1], tmp_path / "releases")
    moved(made, ONE, "csp", by)
    assert attack(made, [made.parent / two[0].name]).passed


def test_a_move_is_compared_with_every_earlier_release(tmp_path):
    """40, then 60, then 41: each step is wide, but the first and the last differ by one person."""
    releases = [
        make_release(tmp_path / str(n), inputs([(ONE, "csp", n)]), as_of=AUTUMN) for n in (40, 60, 41)
    ]
    assert checks(releases[2], [releases[1]]) == set()
    assert checks(releases[2], releases[:2]) == {"from_differences"}


def test_a_shown_group_that_disappears_is_found(tmp_path):
    first = make_release(tmp_path / "one", inputs([(ONE, "csp", 40)]), as_of=AUTUMN)
    second = make_release(tmp_path / "two", inputs([]), as_of=WINTER)
    (veto,) = vetoes(second, "from_differences", [first])
    assert "a shown count stays shown" in veto.why


def test_a_shown_group_that_is_flagged_later_is_found(tmp_path):
    first = make_release(tmp_path / "one", inputs([(ONE, "csp", 40)]), as_of=AUTUMN)
    second = make_release(tmp_path / "two", inputs([(ONE, "csp", 4)]), as_of=WINTER)
    assert "from_differences" in checks(second, [first])


def test_a_flag_that_enrolment_drops_withstands(tmp_path):
    """41 enrolled: 20 shown and a flag, then 40 shown and no row."""
    first = make_release(
        tmp_path, inputs([(ONE, "csp", 20), (ONE, "csd", 1)], enrolment=[(ONE, "2024-25", 41)])
    )
    put_up(first)
    grown = inputs([(ONE, "csp", 40), (ONE, "csd", 1)], enrolment=[(ONE, "2024-25", 41)])
    second = make_release(tmp_path, grown, as_of=SPRING)
    audit = attack(second, [first])
    assert audit.passed, audit.vetoes
    assert audit.withheld["unreported"] == 1


def test_a_stricter_policy_does_not_condemn_what_was_shown_under_the_old_one(tmp_path):
    first = make_release(tmp_path, inputs([(ONE, "csp", 25)]), as_of=date(2026, 1, 1))
    put_up(first)
    second = make_release(tmp_path, inputs([(ONE, "csp", 40), (THREE, "csp", 12)]), as_of=date(2026, 2, 1))
    put_up(second)
    third = make_release(
        tmp_path, inputs([(ONE, "csp", 41), (THREE, "csp", 12)]), rules=Policy(n=20), as_of=date(2026, 2, 10)
    )
    audit = attack(third, [first, second])
    assert audit.passed, audit.vetoes
    assert audit.least["held"] == 13  # 12 and everything under it


def test_rows_of_another_day_are_found(two, tmp_path):
    made = copied(two[1], tmp_path / "releases")
    edit(made, f"{SHELF}/schools", when(ONE, "csp", as_of=AUTUMN))
    assert "dates" in checks(made, [made.parent / two[0].name])


def test_a_school_year_that_is_gone_is_found(two, tmp_path):
    made = copied(two[1], tmp_path / "releases")
    for path in ("schools", "districts", "areas", "regions"):
        for shelf in made.glob("partners/*"):
            edit(made, f"partners/{shelf.name}/{path}", lambda row: None)
    assert "dates" in checks(made, [made.parent / two[0].name])


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The census, the closing, and a release after it in which everybody is gone."""
    releases = tmp_path_factory.mktemp("year") / "releases"
    made = series(releases, [CENSUS, CLOSED])
    put_up(made[-1])
    gone = group(ONE, "csp", "f" * 15, year="2026-27")
    rosters = [row | {"status": "completed", "email": "new@example.org"} for row in ROSTER[:2]]
    return [*made, release(releases, AFTER, gone, enrolment=[(ONE, "2025-26", 48, 1, 47)], roster=rosters)]


def test_a_closed_year_is_copied(year):
    audit = attack(year[2], year[:2])
    assert audit.passed, audit.vetoes
    assert audit.tried["closed_years"] > 0


@pytest.mark.parametrize(
    "changes", [{"students": 47}, {"groups_left_out": 2}, {"gender_base": 44}, {"as_of": AFTER}]
)
def test_a_closed_year_that_moves_is_found(year, tmp_path, changes):
    made = copied(year[2], tmp_path / "releases")
    course = "csp" if "students" in changes else "all"
    edit(made, f"{SHELF}/schools", lambda row: row | (changes if _closed(row, course) else {}))
    assert "closed_years" in checks(made, [made.parent / each.name for each in year[:2]])


def _closed(row, course):
    return (row["geo_id"], row["course_id"], row["school_year"]) == (ONE, course, "2025-26")


def test_a_teacher_row_that_joins_a_closed_year_is_found(year, tmp_path):
    made = copied(year[2], tmp_path / "releases")
    edit(made, f"{SHELF}/roster", lambda row: row | {"status": "completed"})
    assert "closed_years" in checks(made, [made.parent / each.name for each in year[:2]])


def test_a_teacher_row_that_leaves_a_closed_year_withstands(year, tmp_path):
    made = copied(year[2], tmp_path / "releases")
    edit(made, f"{SHELF}/roster", lambda row: None if row["person_id"] == "two" else row)
    assert "closed_years" not in checks(made, [made.parent / each.name for each in year[:2]])


def test_enrolment_that_comes_out_after_a_year_closed_blocks_nothing(tmp_path):
    atoms = [(ONE, "csp", 20, "2024-25"), (ONE, "csd", 1, "2024-25")]
    first = make_release(tmp_path, inputs(atoms), as_of=AUTUMN)
    put_up(first)
    later = make_release(tmp_path, inputs(atoms, enrolment=[(ONE, "2024-25", 30)]), as_of=WINTER)
    assert attack(later, [first]).passed


def test_a_release_that_was_taken_down_closes_no_year(tmp_path):
    """What it showed still binds: 40 may not become 41."""
    closing = make_release(tmp_path, inputs([(ONE, "csp", 40)]), as_of=CLOSED)
    put_up(closing)
    ledger = Ledger(tmp_path)
    said = read(closing)
    ledger.append(
        Entry("withdrawn", said["release"], said["digest"], said["as_of"], "2026-07-03", "test", "wrong day",
              ledger.head.ledger),
        up=None,
    )  # fmt: skip
    again = make_release(tmp_path, inputs([(ONE, "csp", 55)]), as_of=SPRING)
    assert attack(again, [closing]).passed
    edit(again, f"{SHELF}/schools", when(ONE, "csp", students=41))
    assert "from_differences" in checks(again, [closing])


def test_later_public_figures_count_in_an_open_year(tmp_path):
    first = release(tmp_path, CENSUS)
    put_up(first)
    rows = [(ONE, "2025-26", 67, 33, 34), *(row for row in ENROLMENT if row[0] != ONE)]
    second = release(tmp_path, SPRING, STUDENTS, enrolment=rows)
    audit = attack(second, [first])
    assert audit.passed, audit.vetoes
    assert audit.withheld["flagged"] == 2  # the flag of ONE is gone


def test_a_threshold_of_another_day(tmp_path):
    """A page would read the codes of the census as if they said more, or less, than they do."""
    first, second = series(tmp_path / "releases", [CENSUS, SPRING])
    assert "thresholds" not in checks(second, [first])
    other = {"n": 20, "per_state": {}}
    seal(second, thresholds={YEAR: {"counts": other, "genders": other}})
    assert len(vetoes(second, "thresholds", [first])) == 1
