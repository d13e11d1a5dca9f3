"""What teacher rows say over the years must follow from what they say of single years."""

from datetime import date

import pytest

from tests.attack.tampering import ONE, SHELF, STUDENTS, checks, copied, edit, release, vetoes
from tests.release_tools import group, roster_row

LAST = {"school_year": "2024-25", "training_year": "2024-25", "trained_on": date(2024, 7, 10)}
NOW = {**LAST, "school_year": "2025-26", "started_on": date(2025, 9, 1)}
TWO_YEARS = [
    roster_row("p1", "one", **LAST, status="not_started", started_on=None, implementation_365=False,
               implemented_any=True),
    roster_row("p1", "one", **NOW, days_to_start=418, implementation_365=False),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    before = group(ONE, "csp", "m" * 20, tag="last-year-", year="2024-25")
    folder = tmp_path_factory.mktemp("sound") / "releases"
    return release(folder, students=[*STUDENTS, *before], roster=TWO_YEARS)


@pytest.fixture
def made(sound, tmp_path):
    return copied(sound, tmp_path / "releases")


def test_rows_of_two_years_withstand(sound):
    assert checks(sound) == set()


IN_A_ROW = {
    "days of something else": {"days_to_start": 400},
    "days before a start": {"started_on": None, "status": "not_started", "teacher_status": "never"},
    "soon, and not soon": {"implementation_365": True},
    "taught before, and a first start": {"started_before_training": True},
    "an unknown word": {"teacher_status": "star"},
    "taught nothing, and active": {"implemented_any": False},
}


@pytest.mark.parametrize("what", IN_A_ROW)
def test_a_row_that_contradicts_itself_is_found(made, what):
    def change(row):
        return row | IN_A_ROW[what] if row["school_year"] == "2025-26" else row

    edit(made, f"{SHELF}/roster", change)
    assert vetoes(made, "from_teacher_years")


BESIDE_OTHERS = {
    "a start that no row shows": {"implementation_365": True},
    "a start before the training that says no": {"trained_on": date(2025, 10, 1), "days_to_start": None},
    "lapsed, and taught nothing the year before": {
        "started_on": None, "status": "no_class", "teacher_status": "lapsed_this_year", "days_to_start": None,
    },
    "retained, and not active before": {"teacher_status": "retained"},
    "taught, and no row shows that": {
        "started_on": None, "status": "no_class", "teacher_status": "never", "days_to_start": None,
    },
}  # fmt: skip


@pytest.mark.parametrize("what", BESIDE_OTHERS)
def test_a_row_that_no_other_row_supports_is_found(made, what):
    later = BESIDE_OTHERS[what] | ({"days_to_start": None} if what.startswith("a start that") else {})
    edit(made, f"{SHELF}/roster", lambda row: row | (later if row["school_year"] == "2025-26" else {}))
    assert vetoes(made, "from_teacher_years")


def test_two_statuses_of_one_teacher_and_year_are_found(tmp_path):
    twice = [roster_row("p1", "one"), roster_row("p1", "one", course_id="csd")]
    made = release(tmp_path / "releases", roster=twice)
    assert checks(made) == set()
    edit(
        made,
        f"{SHELF}/roster",
        lambda row: row | ({"teacher_status": "returned"} if row["course_id"] == "csd" else {}),
    )
    assert "returned, beside new" in " ".join(v.why for v in vetoes(made, "from_teacher_years"))


@pytest.mark.parametrize("figure", ["started_365", "started_before_training", "implemented_any"])
def test_a_figure_of_a_cohort_beyond_its_rows_is_found(made, figure):
    edit(made, f"{SHELF}/cohorts", lambda row: row | {figure: 2})
    assert checks(made) == {"from_teacher_rows"}
