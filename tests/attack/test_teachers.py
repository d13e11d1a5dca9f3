"""What teacher rows, cohorts, benchmarks and statuses say, and must not."""

from datetime import date

import pytest

from catchment.attack.run import attack
from catchment.attack.teachers import AFTER_START
from tests.attack.tampering import SHELF, checks, copied, edit, release, vetoes, when
from tests.release_tools import COHORTS, inputs, make_release, roster_row, table


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return release(tmp_path_factory.mktemp("sound") / "releases")


@pytest.fixture
def made(sound, tmp_path):
    return copied(sound, tmp_path / "releases")


def test_a_row_of_somebody_who_does_not_share_is_found(made):
    edit(made, f"{SHELF}/cohorts", lambda row: row | {"sharing": 1})
    (veto,) = vetoes(made, "from_teacher_rows")
    assert veto.narrows_to == "figures of somebody who does not share"


@pytest.mark.parametrize("figures", [{"started": 3}, {"completed": 1}, {"workshop_retained": 1}])
def test_cohort_figures_beyond_the_people_who_share_are_found(made, figures):
    edit(made, f"{SHELF}/cohorts", lambda row: row | figures)
    assert checks(made) == {"from_teacher_rows"}


def test_two_rows_of_one_class_are_found(made):
    edit(made, f"{SHELF}/roster", lambda row: row | {"person_id": "one"})
    assert "2 rows tell of one class." in vetoes(made, "from_teacher_rows")[0].steps


@pytest.mark.parametrize("told", [{"status": "stalled"}, {"completed_level": "half"}, {"furthest_unit": 2}])
def test_what_needs_a_start_without_one_is_found(made, told):
    blank = {"started_on": None, "status": "no_class", **dict.fromkeys(AFTER_START)}
    edit(made, f"{SHELF}/roster", lambda row: row | blank | told)
    assert any(veto.narrows_to == "what 1 to 4 students did" for veto in vetoes(made, "from_teacher_rows"))


@pytest.mark.parametrize("column", ["status_since", "completed_on"])
def test_a_date_before_the_class_started_is_found(made, column):
    edit(made, f"{SHELF}/roster", lambda row: row | {column: date(2025, 8, 31)})
    assert any("2025-08-31" in veto.why for veto in vetoes(made, "from_teacher_rows"))


def test_a_row_without_a_start_that_tells_nothing_withstands(made):
    blank = {"started_on": None, "status": "no_class", **dict.fromkeys(AFTER_START)}
    edit(made, f"{SHELF}/roster", lambda row: row | blank)
    assert "from_teacher_rows" not in checks(made)


@pytest.fixture(scope="module")
def pooled(tmp_path_factory):
    """Three partners with ten sharing teachers each, and a fourth with nine."""
    people = [
        (f"p{partner}", f"{partner}-{number}") for partner in range(4) for number in range(10 - partner // 3)
    ]
    rows = [roster_row(partner, person) for partner, person in people]
    partners = [f"p{number}" for number in range(4)]
    found = inputs([], roster=rows, partners=partners, regions=[("p0", "MI", None)])
    figures = [
        {"partner_id": each, "training_year": "2025-26", "course_id": "csp", "school_year": "2025-26",
         "trained": size, "sharing": size, "started": size, "implementation_rate": 1.0, "completed": 0,
         "workshop_retained": 0}
        for each, size in zip(partners, (10, 10, 10, 9), strict=True)
    ]  # fmt: skip
    found.measured["cohorts"] = table(figures, dict(zip(COHORTS.names, COHORTS.types, strict=True)))
    return make_release(tmp_path_factory.mktemp("pooled") / "releases", found)


def test_benchmarks_of_three_partners_withstand(pooled):
    audit = attack(pooled, [])
    assert audit.passed, audit.vetoes
    assert audit.tried["benchmarks"] == 3


@pytest.mark.parametrize("changes", [{"partners": 4}, {"value": 0.99}, {"value": None}, {"course_id": "csd"}])
def test_a_benchmark_that_the_cohorts_do_not_make_is_found(pooled, tmp_path, changes):
    made = copied(pooled, tmp_path / "releases")
    edit(made, "public/benchmarks", lambda row: row | changes)
    assert checks(made) == {"benchmarks"}


def test_a_benchmark_of_too_small_cohorts_is_found(pooled, tmp_path):
    made = copied(pooled, tmp_path / "releases")
    edit(made, "partners/p0/cohorts", lambda row: row | {"sharing": 9, "started": 9})
    assert "too few partners are left" in vetoes(made, "benchmarks")[0].why


STATUSES = {
    "a school": ("schools", {"status": "retained"}),
    "a district": ("districts", {"status": "never"}),
}


@pytest.mark.parametrize("what", STATUSES)
def test_a_status_that_cells_do_not_make_is_found(made, what):
    table, changes = STATUSES[what]
    edit(made, f"{SHELF}/{table}", lambda row: row | (changes if row["course_id"] == "all" else {}))
    assert checks(made) == {"statuses"}


def test_a_status_of_an_unreported_group_is_found(tmp_path):
    """A school with one small group that enrolment would give away is not active in what is published."""
    school_id = "260000100001"
    made = make_release(tmp_path, inputs([(school_id, "csp", 3)], enrolment=[(school_id, "2024-25", 15)]))
    assert attack(made, []).passed
    edit(made, f"{SHELF}/schools", when(school_id, "all", status="new"))
    (veto,) = vetoes(made, "statuses")
    assert "The published cells there make it never." in veto.steps


YEARS = {
    "2023-24": "new", "2024-25": "retained", "2025-26": "lapsed_this_year",
}  # fmt: skip


def test_statuses_of_several_years_withstand(tmp_path):
    school_id = "260000100001"
    atoms = [(school_id, "csp", 20, "2022-23"), (school_id, "csp", 3, "2024-25"), (school_id, "hoc", 30)]
    made = make_release(tmp_path, inputs(atoms))
    audit = attack(made, [])
    assert audit.passed, audit.vetoes
