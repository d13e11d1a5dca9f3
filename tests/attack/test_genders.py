"""The one breakdown by gender of a school and year: where it stands, when, and how it is coded."""

from datetime import date

import pytest

from catchment.attack.run import attack
from catchment.release.build import manifest
from tests.attack.tampering import (
    CENSUS,
    ENROLMENT,
    FIVE,
    ONE,
    SHELF,
    STUDENTS,
    THREE,
    TWO,
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
from tests.release_tools import put_up

SCHOOLS = f"{SHELF}/schools"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return release(tmp_path_factory.mktemp("sound") / "releases")


@pytest.fixture
def made(sound, tmp_path):
    return copied(sound, tmp_path / "releases")


def public(made, school_id, **figures):
    edit(made, f"{SHELF}/enrolment", lambda row: row | (figures if row["school_id"] == school_id else {}))


CODES = {
    "a count under the code": (TWO, {"female": 4}, "4 female students"),
    "an exact count of n or fewer": (TWO, {"female": 4, "female_code": "exact"}, "4 female students"),
    "an exact count of all but n": (THREE, {"female": 20, "female_code": "exact"}, "20 female students"),
    "an exact code without its count": (ONE, {"female": None}, "-1 female students"),
    "a base that counts withheld students": (ONE, {"gender_base": 52}, "students of small groups"),
    "a base of 2n": (TWO, {"gender_base": 20}, "fewer than 3 numbers"),
    "a row that was not broken down at will": (TWO, {"female_code": "few"}, "somebody wished to hide"),
    "a code that nobody knows": (TWO, {"female_code": "none"}, "female students"),
}


@pytest.mark.parametrize("what", CODES)
def test_a_code_that_does_not_follow_is_found(made, what):
    school_id, changes, narrows_to = CODES[what]
    edit(made, SCHOOLS, when(school_id, "all", **changes))
    found = vetoes(made, "genders")
    assert all(veto.cell == f"school {school_id}, {YEAR}" for veto in found)
    assert any(narrows_to in veto.narrows_to for veto in found)


FIGURES = {
    "blank": {"female": None},
    "blank students": {"enrolled": None},
    "contradictory": {"female": 500, "male": 500},
    "more female students than students": {"female": 901, "male": None},
    "fewer students than reported": {"enrolled": 29, "female": 14, "male": 15},
    "two values below": {"enrolled": 60, "female": 39, "male": 21},
    "two values above": {"enrolled": 60, "female": 21, "male": 39},
}


@pytest.mark.parametrize("what", FIGURES)
def test_a_breakdown_that_public_figures_narrow_is_found(made, what):
    """30 of FIVE reported: where 21 of 60 enrolled are male, 9 or 10 would be female under the code."""
    edit(made, f"{SHELF}/enrolment", lambda row: row | (FIGURES[what] if row["school_id"] == FIVE else {}))
    found = vetoes(made, "genders")
    assert {veto.cell for veto in found} == {f"school {FIVE}, {YEAR}"}


@pytest.mark.parametrize(
    "figures", [{"enrolled": 60, "female": 38, "male": 22}, {"enrolled": 60, "female": 22}]
)
def test_a_side_of_three_values_may_be_coded(made, figures):
    public(made, FIVE, **figures)
    assert "genders" not in checks(made)


def test_the_row_of_an_earlier_year_holds_with_its_blanks(tmp_path):
    rows = [row for row in ENROLMENT if row[0] != FIVE]
    made = release(
        tmp_path, enrolment=[*rows, (FIVE, "2023-24", 60, 30, 30), (FIVE, "2024-25", 60, None, 30)]
    )
    assert attack(made, []).passed
    edit(made, SCHOOLS, when(FIVE, "all", female=15, female_code="exact"))
    assert "genders" in checks(made)


def test_public_figures_that_contradict_the_row_leave_the_whole_code(tmp_path):
    """870 of 900 are female by the figures, yet 4 of the 30 in courses are."""
    rows = [(TWO, YEAR, 900, 870, 30), *(row for row in ENROLMENT if row[0] != TWO)]
    audit = attack(release(tmp_path, enrolment=rows), [])
    assert audit.passed
    assert audit.least["coded"] == 11


@pytest.mark.parametrize("path", [SCHOOLS, "partners/_none/schools"])
def test_a_breakdown_beside_a_course_is_found(made, path):
    edit(made, path, lambda row: row | ({"gender_base": 30} if row["course_id"] in ("csp", "hoc") else {}))
    assert "genders" in checks(made)


def test_schools_left_out_of_the_census_are_found(made):
    edit(made, SCHOOLS, when(TWO, "all", gender_base=None, female_code=None))
    assert "genders" in checks(made)


def test_a_breakdown_before_the_census_is_found(made):
    seal(made, census="04-15")
    assert "before the day of the census" in " ".join(veto.why for veto in vetoes(made, "genders"))


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """The census, and a release after it."""
    return series(tmp_path_factory.mktemp("two") / "releases", [CENSUS, date(2026, 4, 1)])


def test_a_copied_breakdown_withstands(two):
    audit = attack(two[1], two[:1])
    assert audit.passed, audit.vetoes
    assert audit.withheld["coded"] == 3


@pytest.mark.parametrize(
    "changes", [{"gender_base": 44}, {"female": 21}, {"female": None, "female_code": "few"}]
)
def test_a_breakdown_that_moves_after_the_census_is_found(two, tmp_path, changes):
    """The same students a month later: who came or went is the difference."""
    made = copied(two[1], tmp_path / "releases")
    edit(made, SCHOOLS, when(ONE, "all", **changes))
    found = vetoes(made, "genders", [made.parent / two[0].name])
    assert "The census said exact 20 of 45." in found[0].steps


def test_a_school_that_came_after_the_census_has_no_breakdown(two, tmp_path):
    made = copied(two[1], tmp_path / "releases")
    earlier = made.parent / two[0].name
    edit(earlier, SCHOOLS, lambda row: None if row["geo_id"] == FIVE else row)
    assert "genders" in checks(made, [earlier])
    edit(made, SCHOOLS, when(FIVE, "all", gender_base=0, female=None, female_code="few"))
    assert "genders" not in checks(made, [earlier])


def test_public_figures_that_come_out_after_the_census_blame_nobody(tmp_path):
    first = release(tmp_path)
    put_up(first)
    later = [(TWO, YEAR, 60, 39, 21), *(row for row in ENROLMENT if row[0] != TWO)]
    second = release(tmp_path, date(2026, 4, 1), enrolment=later)
    audit = attack(second, [first])
    assert audit.passed, audit.vetoes
    assert manifest.read(second)["parent"] != manifest.read(first)["parent"]


def test_nobody_reports_and_nothing_is_coded(tmp_path):
    silent = [row | {"gender": "not_reported"} for row in STUDENTS]
    audit = attack(release(tmp_path, students=silent), [])
    assert audit.passed
    assert audit.withheld["coded"] == 0
