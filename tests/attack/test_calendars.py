"""Mistaken builds, changed calendars, years imported late: which release each number is judged by."""

from datetime import date

import pytest

from catchment import checker
from catchment.attack.run import certify
from catchment.release.build.manifest import read
from tests import release_tools
from tests.attack.tampering import (
    CENSUS,
    ONE,
    SHELF,
    STUDENTS,
    TWO,
    YEAR,
    checks,
    copied,
    edit,
    release,
    seal,
    vetoes,
    when,
)
from tests.release_tools import NETWORK_TOML, group, parse, put_up

LATER = date(2026, 4, 15)
CLOSED, AFTER, LAST = date(2026, 7, 2), date(2026, 8, 2), date(2026, 9, 2)


def withstands(made, earlier=()):
    audit, certificate = certify(made, list(earlier))
    assert audit.passed, audit.vetoes
    (made / "certificate.json.gz").write_bytes(certificate)
    assert list(checker.check(made.parent, made.name))
    return True


@pytest.fixture
def calendar(monkeypatch):
    """Sets days of the calendar in force: `calendar(demographic_census="03-15")`."""

    def use(**days):
        lines = "".join(f'{name} = "{day}"\n' for name, day in days.items())
        said = NETWORK_TOML.replace("name =", f"{lines}name =")
        monkeypatch.setattr(release_tools, "network", lambda: parse(said, "network.toml"))

    return use


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    releases = tmp_path_factory.mktemp("two") / "releases"
    first = release(releases, CENSUS)
    put_up(first)
    return first, release(releases, LATER)


def test_a_unit_that_only_an_unpublished_candidate_had_is_found(two, tmp_path):
    """The flags of the release that first published the draw do not make the district's unit any more."""
    made = copied(two[1], tmp_path / "releases")
    first = made.parent / two[0].name
    for school_id in ("260000200001", "260000200002"):
        edit(first, f"{SHELF}/schools", lambda row, lost=school_id: None if row["geo_id"] == lost else row)
    cells = [veto.cell for veto in vetoes(made, "estimates", [first])]
    assert f"district 2600002 of p1, {YEAR}, csp, gender female" in cells


def test_units_are_judged_by_the_release_that_first_published_their_draw(tmp_path):
    """Groups that came later make no units, and none that went takes its unit away."""
    first = release(tmp_path, CENSUS)
    put_up(first)
    more = [each for number in (1, 2, 3) for each in group(f"26000020000{number}", "csd", "f" * 5)]
    assert withstands(release(tmp_path, CENSUS, [*STUDENTS, *more]), [first])


def test_a_candidate_that_was_never_published_stops_no_other(tmp_path):
    release(tmp_path, CENSUS)
    kept = [row for row in STUDENTS if row["school_id"] != "260000200003"]
    assert withstands(release(tmp_path, CENSUS, [*kept, *group("260000400001", "csp", "f" * 5)]))


def test_a_mistaken_build_past_the_census_stops_no_earlier_release(tmp_path):
    release(tmp_path, CENSUS)
    made = release(tmp_path, date(2025, 12, 1))
    assert YEAR not in read(made)["estimates"]
    assert withstands(made)


def test_a_draw_is_dated_by_the_calendar_of_its_own_release(tmp_path, calendar):
    first = release(tmp_path, date(2026, 3, 1))
    put_up(first)
    calendar(demographic_census="03-15")
    assert withstands(release(tmp_path, LATER), [first])


@pytest.mark.parametrize("which", [0, 1])
def test_estimates_that_a_release_owes_and_does_not_name_are_found(two, tmp_path, which):
    made = copied(two[which], tmp_path / "releases")
    seal(made, estimates={})
    cells = [veto.cell for veto in vetoes(made, "estimates", [made.parent / two[0].name][:which])]
    assert f"estimates, {YEAR}" in cells


def test_an_older_year_that_is_imported_late_changes_no_closed_one(tmp_path):
    first = release(tmp_path, CLOSED)
    put_up(first)
    old = [*group(ONE, "csp", "f" * 35, tag="o", year="2024-25"), *group(TWO, "csp", "f" * 4, year="2024-25")]
    assert withstands(release(tmp_path, AFTER, [*STUDENTS, *old]), [first])


@pytest.mark.parametrize("table", ["schools", "districts"])
def test_a_status_of_a_closed_year_that_moves_is_found(tmp_path, table):
    first = release(tmp_path, CLOSED)
    put_up(first)
    made = release(tmp_path, AFTER)
    place = ONE if table == "schools" else "2600001"
    edit(made, f"{SHELF}/{table}", when(place, "all", status="retained"))
    assert "closed_years" in checks(made, [first])


def test_a_year_is_closed_by_the_first_release_that_speaks_of_it(tmp_path):
    """Two releases of one day, and only the second has the older year."""
    first = release(tmp_path, AFTER)
    put_up(first)
    students = [*STUDENTS, *group("390000100001", "hoc", "?" * 35, tag="o", year="2024-25")]
    second = release(tmp_path, AFTER, students)
    assert withstands(second, [first])
    put_up(second)
    assert withstands(release(tmp_path, LAST, students), [first, second])


def test_a_closed_year_stays_closed_when_the_calendar_moves(tmp_path, calendar):
    calendar(closing="05-31")
    first = release(tmp_path, date(2026, 6, 10))
    put_up(first)
    calendar(closing="06-30")
    made = release(tmp_path, date(2026, 6, 20))
    edit(made, f"{SHELF}/schools", when(ONE, "csp", students=70))
    assert "closed_years" in checks(made, [first])
