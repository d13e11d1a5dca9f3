"""Counts of one release: read off, worked out from enrolment, or subtracted from totals."""

from datetime import date

import pytest

from catchment.attack.run import attack
from catchment.network.policy import Policy
from catchment.release.build import manifest
from tests.attack.tampering import (
    ENROLMENT,
    FIVE,
    FOUR,
    ONE,
    ROSTER,
    SHELF,
    STUDENTS,
    YEAR,
    checks,
    copied,
    edit,
    release,
    seal,
    series,
    vetoes,
    when,
)
from tests.release_tools import group, roster_row


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return release(tmp_path_factory.mktemp("sound") / "releases")


@pytest.fixture
def made(sound, tmp_path):
    return copied(sound, tmp_path / "releases")


def test_a_release_as_built_withstands(sound):
    audit = attack(sound, [])
    assert audit.passed, audit.vetoes
    assert audit.digest == manifest.read(sound)["digest"]
    assert audit.withheld == {"flagged": 3, "held": 0, "coded": 3, "unreported": 1}
    assert audit.least == {"flagged": 9, "coded": 11, "unreported": 10}
    assert audit.tried["read_off"] == 12
    assert audit.tried.keys() == audit.seconds.keys()


def test_a_small_count_in_the_table_is_found(made):
    edit(made, f"{SHELF}/schools", when(ONE, "csd", students=4, students_code="exact"))
    (veto,) = vetoes(made, "read_off")
    assert veto.cell == f"school {ONE}, {YEAR}, csd"
    assert veto.narrows_to == "exactly 4"
    assert "under n = 10" in veto.why


def test_a_count_beside_the_code_small_is_found(made):
    edit(made, f"{SHELF}/schools", when(ONE, "csd", students=4))
    assert vetoes(made, "read_off")[0].narrows_to == "exactly 4"


@pytest.mark.parametrize("code", ["exact", "rounded", None])
def test_a_code_that_says_more_is_found(made, code):
    edit(made, f"{SHELF}/schools", when(ONE, "csd", students_code=code))
    assert "read_off" in checks(made)


def test_the_threshold_of_a_state_holds_there(tmp_path):
    made = release(tmp_path, rules=Policy(per_state={"MI": 12}))
    assert attack(made, []).passed
    seal(made, policy=manifest.read(made)["policy"] | {"per_state": {"MI": 15}})
    assert "12 is shown, and groups under n = 15" in vetoes(made, "read_off")[0].why


TOTALS = [
    "public/nation",
    "public/states",
    *(f"{SHELF}/{table}" for table in ("regions", "areas", "districts")),
]


@pytest.mark.parametrize("path", TOTALS)
def test_a_total_recomputed_from_students_is_found(made, path):
    """The classic leak: the total holds the 4 students of the small group, so subtraction gives them away."""

    def with_small(row):
        mine = row["course_id"] in ("all", "csd") and row["geo_id"] not in ("OH", "2600002", "2600003")
        return {**row, "students": row["students"] + 4} if mine else row

    edit(made, path, with_small)
    assert any("exactly 4 students" in veto.narrows_to for veto in vetoes(made, "from_totals"))


def test_an_all_row_of_a_school_recomputed_from_students_is_found(made):
    edit(made, f"{SHELF}/schools", when(ONE, "all", students=52))
    (veto,) = vetoes(made, "from_totals")
    assert "exactly 4 students in the 1 small groups" in veto.narrows_to


def test_a_total_that_hides_a_small_group_is_found(made):
    edit(made, f"{SHELF}/schools", when(ONE, "all", groups_left_out=0))
    assert "from_totals" in checks(made)


def test_hour_of_code_in_the_total_of_courses_is_found(made):
    edit(
        made,
        "public/nation",
        lambda row: row | {"students": row["students"] + 33 * (row["course_id"] == "all")},
    )
    assert "from_totals" in checks(made)


def test_a_flag_where_enrolment_gives_it_away_is_found(made):
    """30 of 49 are shown, so at most 19 can be in the other course: one less than 2n."""
    edit(made, f"{SHELF}/enrolment", lambda row: row | ({"enrolled": 67} if row["school_id"] == ONE else {}))
    (veto,) = vetoes(made, "from_enrolment")
    assert veto.cell == f"school {ONE}, {YEAR}, csd"
    assert "67 are enrolled, 48 are shown: 19 are left." in veto.steps


def test_a_flag_where_enrolment_leaves_twice_n_stands(made):
    edit(made, f"{SHELF}/enrolment", lambda row: row | ({"enrolled": 68} if row["school_id"] == ONE else {}))
    assert "from_enrolment" not in checks(made)


def test_enrolment_of_an_earlier_year_counts_where_this_years_is_blank(tmp_path):
    public = [(ONE, "2024-25", 67, 30, 30), (ONE, YEAR, None, None, None), (FIVE, YEAR, 45, 22, 23)]
    made = release(tmp_path, enrolment=public)
    assert attack(made, []).passed
    rows = [row for row in ENROLMENT if row[0] != ONE]
    loose = release(tmp_path / "loose", enrolment=rows)
    edit(
        loose,
        f"{SHELF}/enrolment",
        lambda row: row | ({"school_id": ONE, "enrolled": 67} if row["school_id"] == FOUR else {}),
    )
    assert "from_enrolment" in checks(loose)


def test_a_flag_that_goes_though_enrolment_allows_it_is_found(tmp_path):
    """A flag stays for the year; without it a reader knows that the last student left."""
    first, second = series(tmp_path, [date(2026, 3, 15), date(2026, 4, 1)])
    assert attack(second, [first]).passed
    gone = [row for row in STUDENTS if (row["school_id"], row["course_id"]) != (ONE, "csd")]
    third = release(tmp_path / "apart", date(2026, 4, 1), gone)
    (veto,) = vetoes(third, "from_enrolment", [first])
    assert veto.narrows_to == "exactly 0"


def test_classes_that_began_in_small_groups_are_counted_for_their_readers_only(tmp_path):
    began = [*ROSTER, roster_row("p1", "four", school_id=ONE, course_id="csd")]
    audit = attack(release(tmp_path, roster=began), [])
    assert audit.passed
    assert audit.narrowed_for_readers == 2


def test_more_small_groups_than_enrolment_can_hold_are_found(tmp_path):
    """Three groups known to be active share what is left: each then has fewer values than promised."""
    crowd = [*STUDENTS, *group(FOUR, "csd", "f"), *group(FOUR, "csa", "f")]
    made = release(tmp_path, students=crowd)
    assert attack(made, []).passed
    edit(made, f"{SHELF}/enrolment", lambda row: row | ({"enrolled": 10} if row["school_id"] == FOUR else {}))
    found = vetoes(made, "worlds")
    assert {veto.narrows_to for veto in found} == {"8 values"}
    assert "9 are promised" in found[0].why
