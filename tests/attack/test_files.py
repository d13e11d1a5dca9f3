"""What a release may hold at all: files, tables, columns, manifest, policy; and who may be on which shelf."""

import json
import shutil
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catchment.release.build import manifest
from tests.attack.tampering import ONE, SHELF, checks, copied, edit, release, seal, series, vetoes, when


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return release(tmp_path_factory.mktemp("sound") / "releases")


@pytest.fixture
def made(sound, tmp_path):
    return copied(sound, tmp_path / "releases")


def rewrite(made, path, change):
    file = made / f"{path}.parquet"
    pq.write_table(change(pq.read_table(file)), file)
    seal(made)


UNPROMISED = {
    "the truth beside the cell": (f"{SHELF}/schools", lambda row: {**row, "true_students": 4}),
    "all students of a district": (f"{SHELF}/districts", lambda row: {**row, "students_all": 44}),
    "students of a teacher": (f"{SHELF}/roster", lambda row: {**row, "students": 23}),
    "a band of a class": (f"{SHELF}/roster", lambda row: {**row, "band": 2}),
    "the noise of an estimate": ("public/composition", lambda row: {**row, "noise": 1}),
}


@pytest.mark.parametrize("what", UNPROMISED)
def test_a_column_that_nobody_promised_is_found(made, what):
    path, change = UNPROMISED[what]
    edit(made, path, change)
    assert checks(made) == {"from_shape"}


@pytest.mark.parametrize(
    "place", ["public/roster", "staff/roster", f"{SHELF}/people", "partners/_none/roster"]
)
def test_a_table_where_nobody_promised_it_is_found(made, place):
    shutil.copy(made / SHELF / "roster.parquet", made / f"{place}.parquet")
    seal(made)
    assert "from_shape" in checks(made)


def test_a_table_that_is_missing_is_found(made):
    (made / SHELF / "schools.parquet").unlink()
    seal(made)
    assert checks(made) == {"from_shape"}


def test_a_column_that_is_missing_is_found(made):
    rewrite(made, f"{SHELF}/schools", lambda table: table.drop_columns(["groups_left_out"]))
    assert checks(made) == {"from_shape"}


def test_a_column_of_another_type_is_found(made):
    """A count with a fraction can hide another number behind the point."""

    def as_float(table):
        position = table.schema.get_field_index("students")
        return table.set_column(position, "students", table["students"].cast(pa.float64()))

    rewrite(made, f"{SHELF}/schools", as_float)
    assert checks(made) == {"from_shape"}


def test_notes_inside_a_file_are_found(made):
    rewrite(made, f"{SHELF}/schools", lambda table: table.replace_schema_metadata({"true": "4"}))
    assert checks(made) == {"from_shape"}


def test_a_file_that_is_no_table_is_found(made):
    (made / "public" / "students.csv").write_text("student_id\n")
    assert "from_shape" in checks(made)


def test_a_file_that_the_manifest_does_not_name_is_found(made):
    pq.write_table(pa.table({"student_id": ["x"]}), made / "public" / "extra.parquet")
    assert "from_other_files" in checks(made)


def test_a_file_altered_after_the_manifest_is_found(made):
    shutil.copy(made / "partners/p2/schools.parquet", made / "partners/_none/schools.parquet")
    assert "from_other_files" in checks(made)


def test_rows_of_another_partner_are_found(made):
    shutil.copy(made / "partners/p2/cohorts.parquet", made / SHELF / "cohorts.parquet")
    seal(made)
    assert "from_shape" in checks(made)


@pytest.mark.parametrize(
    "said",
    [
        {"rows": {"students": 121}},
        {"freshness": [{"table": "activity", "landed_on": "2026-03-15", "rows": 121}]},
        {"network": "121"},
        {"school_years": ["2025-26", 121]},
    ],
)
def test_a_number_in_the_manifest_is_found(made, said):
    seal(made, **said)
    assert checks(made) == {"manifest"}


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({"n": 4, "legal_basis": "none"}, "5 is the floor"),
        ({"n": 9}, "10 is the floor"),
        ({"per_state": {"MI": 9}}, "10 is the floor"),
        ({"epsilon_per_table": 1.5}, "at most 1.0"),
    ],
)
def test_a_policy_looser_than_any_is_found(made, rule, why):
    seal(made, policy=manifest.read(made)["policy"] | rule)
    assert why in vetoes(made, "policy")[0].why


def test_a_legal_basis_allows_smaller_groups(made):
    seal(made, policy=manifest.read(made)["policy"] | {"n": 9, "legal_basis": "State rule 12"})
    assert "policy" not in checks(made)


def test_a_second_row_of_a_cell_is_found(made):
    rewrite(made, f"{SHELF}/schools", lambda table: pa.concat_tables([table, table.slice(3, 1)]))
    assert "2 rows" in vetoes(made, "cells")[0].why


def test_a_school_on_the_shelf_of_another_partner_is_found(made):
    edit(made, "partners/p2/schools", lambda row: {**row, "geo_id": ONE})
    assert any("does not count on this shelf" in veto.why for veto in vetoes(made, "cells"))


def test_a_course_that_no_catalogue_has_is_found(made):
    edit(made, f"{SHELF}/schools", when(ONE, "csd", course_id="girls"))
    assert "No such course" in vetoes(made, "cells")[0].why


def test_a_public_figure_that_two_shelves_tell_apart_is_found(made):
    theirs = pq.read_table(made / SHELF / "enrolment.parquet").slice(0, 1).to_pylist()[0]
    edit(made, "partners/p2/enrolment", lambda row: {**theirs, "enrolled": theirs["enrolled"] + 4})
    assert "public_facts" in checks(made)


def test_a_ledger_with_an_altered_entry_is_found(tmp_path):
    first, second = series(tmp_path, [date(2026, 3, 14), date(2026, 3, 15)])
    entry = next(path for path in (tmp_path / "ledger").glob("*.json") if "published" in path.read_text())
    entry.write_text(json.dumps(json.loads(entry.read_text()) | {"by": "somebody else"}))
    assert "was altered" in vetoes(second, "ledger", [first])[0].why
