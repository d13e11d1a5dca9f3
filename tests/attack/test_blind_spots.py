"""Values that no other check reads, in which somebody could hide a count."""

import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catchment.attack.run import attack
from catchment.release.build.manifest import read
from tests.attack.tampering import (
    ONE,
    ROSTER,
    SHELF,
    checks,
    copied,
    edit,
    release,
    seal,
    vetoes,
    without,
    write_entry,
)
from tests.release_tools import roster_row

BEGAN = [*ROSTER, roster_row("p1", "four", school_id=ONE, course_id="csd")]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return release(tmp_path_factory.mktemp("sound") / "releases", roster=BEGAN)


@pytest.fixture
def made(sound, tmp_path):
    return copied(sound, tmp_path / "releases")


def rewritten(made, path, change):
    """One published file with other rows: `change(rows)`."""
    file = made / f"{path}.parquet"
    rows = pq.read_table(file)
    pq.write_table(pa.Table.from_pylist(change(rows.to_pylist()), schema=rows.schema), file)
    seal(made)


LEVELS = {
    "schools": ONE,
    "districts": "2600001",
    "areas": "MI:p1",
    "regions": "p1",
}


@pytest.mark.parametrize("table", LEVELS)
@pytest.mark.parametrize("times", [0, 2])
def test_a_place_without_its_one_row_over_all_courses_is_found(made, table, times):
    mine = (LEVELS[table], "all")
    rewritten(
        made,
        f"{SHELF}/{table}",
        lambda rows: [r for r in rows for _ in range(times if (r["geo_id"], r["course_id"]) == mine else 1)],
    )
    assert f"There are {times}." in vetoes(made, "from_totals")[0].why


@pytest.mark.parametrize("path", ["public/nation", f"{SHELF}/areas", f"{SHELF}/districts"])
def test_a_row_of_a_course_without_any_cell_is_found(made, path):
    """Nobody of 3900001 or of another district takes a course that no cell there has."""
    blank = {"students": 0, "groups_left_out": 0, "students_estimated": None, "students_margin": None}

    def more(rows):
        return [*rows, rows[-1] | blank | {"course_id": "csx"}]

    rewritten(made, path, more)
    assert "There are 1." in vetoes(made, "from_totals")[0].why


def test_a_course_row_that_is_left_out_is_found(made):
    edit(made, f"{SHELF}/districts", without("2600001", "csd"))
    assert "There are 0." in vetoes(made, "from_totals")[0].why


def test_estimates_on_another_shelf_are_found(made):
    public, own = (made / f"{shelf}/composition.parquet" for shelf in ("public", SHELF))
    rows = pq.read_table(own)
    pq.write_table(pa.concat_tables([pq.read_table(public), rows]), public)
    pq.write_table(rows.slice(0, 0), own)
    seal(made)
    assert any("level district" in veto.why for veto in vetoes(made, "from_shape"))


@pytest.mark.parametrize(
    ("path", "changes"),
    [("school_directory", {"enrolled": 4}), ("district_directory", {"schools": 4})],
)
def test_a_public_fact_that_is_none_is_found(made, path, changes):
    edit(made, f"{SHELF}/{path}", lambda row: row | changes)
    assert checks(made) == {"directories"}


def test_a_partner_who_is_not_named_is_found(made):
    edit(made, "public/partners", lambda row: row if row["partner_id"] != "p1" else None)
    assert "partner p1" in {veto.cell for veto in vetoes(made, "directories")}


def test_a_rate_that_its_cohort_does_not_make_is_found(made):
    edit(made, f"{SHELF}/cohorts", lambda row: row | {"implementation_rate": 0.123})
    assert checks(made) == {"from_teacher_rows"}


@pytest.mark.parametrize("changes", [{"furthest_unit": 51}, {"furthest_unit": 0}])
def test_a_unit_that_no_course_has_is_found(made, changes):
    edit(made, f"{SHELF}/roster", lambda row: row | changes)
    assert checks(made) == {"from_teacher_rows"}


def test_activity_before_the_class_started_is_found(made):
    edit(made, f"{SHELF}/roster", lambda row: row | {"last_activity_on": date(2025, 8, 31)})
    assert any("2025-08-31" in veto.why for veto in vetoes(made, "from_teacher_rows"))


ORDERED = ["schools", "districts", "composition", "school_directory", "enrolment", "roster"]


@pytest.mark.parametrize("table", ORDERED)
def test_rows_in_another_order_are_found(made, table):
    rewritten(made, f"{SHELF}/{table}", lambda rows: rows[::-1])
    assert [veto.cell for veto in vetoes(made, "order")] == [f"{SHELF}/{table}.parquet"]


def test_a_draw_of_a_year_that_nobody_published_is_counted(made):
    """A year's budget is spent by every draw of it, whether or not any release speaks of the year."""
    ledger, head = made.parent / "ledger", read(made)["parent"]
    drawn = json.loads((ledger / f"{head}.json").read_text()) | {"school_year": "2030-31"}
    for _ in range(3):
        head = write_entry(ledger, drawn | {"parent": head})
    seal(made, parent=head)
    assert any("3 draws spent 6" in veto.why for veto in vetoes(made, "budget"))


def test_readers_of_a_class_that_began_know_of_five_students(sound, tmp_path):
    audit = attack(sound, [])
    assert audit.passed, audit.vetoes
    assert audit.least["flagged"] == 9
    assert audit.least_for_readers == 5  # 5 to 9
    assert attack(release(tmp_path, roster=[]), []).least_for_readers is None
