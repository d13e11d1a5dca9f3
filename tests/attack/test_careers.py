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
    roster_row("p1", "two", **LAST, started_on=date(2024, 9, 1)),
    roster_row("p1", "two", **NOW, days_to_start=None, implementation_365=True,
               teacher_status="retained"),
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


IDLE = {"started_on": None, "status": "no_class", "days_to_start": None}
WRONG = {
    "days of something else": ({"days_to_start": 400}, "not those from the training"),
    "days before a start": ({"started_on": None, "status": "not_started"}, "not those from the training"),
    "soon, and not soon": ({"implementation_365": True}, "within 365 days, and took more"),
    "late, and not late": (
        {"started_on": date(2025, 7, 10), "days_to_start": 365}, "within 365 days, and took no more",
    ),
    "taught before, and a first start": ({"started_before_training": True}, "had taught before"),
    "before the training, and says no": (
        {"trained_on": date(2025, 10, 1), "days_to_start": None}, "before the training, and says no",
    ),
    "an unknown word": ({"teacher_status": "star"}, "no such status"),
    "active without any class": ({**IDLE}, "active, and no class has started"),
    "taught nothing, and active": ({"implemented_any": False}, "and taught nothing"),
    "a start that no row shows": (
        {"implementation_365": True, "days_to_start": None}, "no row of the training shows that",
    ),
    "a start that no row has": (
        {"trained_on": date(2025, 7, 9), "days_to_start": None}, "and a row of the training did",
    ),
    "lapsed, and never active": ({**IDLE, "teacher_status": "lapsed_this_year"}, "beside never"),
    "retained, and never active": ({"teacher_status": "retained"}, "retained, beside never"),
    "taught, and no row shows that": ({**IDLE, "teacher_status": "never"}, "no row of theirs shows that"),
}  # fmt: skip
"""What is changed in the second row of the first teacher, and what the attack says to that."""


@pytest.mark.parametrize("what", WRONG)
def test_a_row_that_follows_from_no_row_is_found(made, what):
    changes, said = WRONG[what]

    def change(row):
        return row | changes if (row["person_id"], row["school_year"]) == ("one", "2025-26") else row

    edit(made, f"{SHELF}/roster", change)
    assert any(said in veto.why for veto in vetoes(made, "from_teacher_years"))


def test_new_after_a_year_with_a_class_is_found(made):
    def change(row):
        return row | ({"teacher_status": "new"} if row["teacher_status"] == "retained" else {})

    edit(made, f"{SHELF}/roster", change)
    assert any("new, beside new" in veto.why for veto in vetoes(made, "from_teacher_years"))


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
    edit(made, f"{SHELF}/cohorts", lambda row: row | {figure: 3})
    assert checks(made) == {"from_teacher_rows"}
