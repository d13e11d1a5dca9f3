"""The attack passes what the builder makes, and vetoes every way of giving somebody away that it knows."""

import json
import shutil
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catchment.attack.run import attack
from catchment.attack.teachers import AFTER_START
from catchment.network.policy import Policy
from catchment.release.build import manifest
from tests.release_tools import inputs, make_release, put_up, roster_row

A, B, C = "260000100001", "260000100002", "260000100003"
ATOMS = [(A, "csp", 40), (A, "csd", 4), (B, "csp", 7), (B, "csd", 22), (C, "csp", 15), (C, "hoc", 33)]
ENROLMENT = [(A, "2024-25", 900), (B, "2024-25", 500), (C, "2024-25", 100)]


@pytest.fixture
def release(tmp_path):
    rows = [roster_row("p1", "one"), roster_row("p2", "two")]
    return make_release(tmp_path / "releases", inputs(ATOMS, enrolment=ENROLMENT, roster=rows))


def checks(release, earlier=()):
    return {veto.check for veto in attack(release, list(earlier)).vetoes}


def change(release, path, edit):
    """Edit the rows of one published file, and let the manifest vouch for the result."""
    file = release / path
    table = pq.read_table(file)
    rows = [edit(dict(row)) for row in table.to_pylist()]
    schema = table.schema
    for name in rows[0].keys() - set(schema.names):
        schema = schema.append(pa.field(name, pa.int64()))
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
    seal(release, manifest.read(release))


def seal(release, said):
    """Write a manifest that vouches for the files as they are now."""
    said["tables"] = manifest.file_digests(release)
    core = {key: value for key, value in said.items() if key not in ("release", "digest")}
    (release / "manifest.json").write_text(json.dumps(manifest.sealed(core)))


def when(row, school, course, **changes):
    return {**row, **changes} if (row["geo_id"], row["course_id"]) == (school, course) else row


def test_a_release_as_built_withstands(release):
    audit = attack(release, [])
    assert audit.passed, audit.vetoes
    assert audit.tried["read_off"] == len(ATOMS)
    assert audit.digest == manifest.read(release)["digest"]


def test_a_small_count_in_the_table_is_found(release):
    change(
        release,
        "partners/p1/schools.parquet",
        lambda row: when(row, A, "csd", students=4, students_code="exact"),
    )
    assert "read_off" in checks(release)


def test_a_count_beside_the_code_small_is_found(release):
    change(release, "partners/p1/schools.parquet", lambda row: when(row, A, "csd", students=4))
    assert "read_off" in checks(release)


TOTALS = ["public/nation", "public/states", *(f"partners/p1/{t}" for t in ("regions", "areas", "districts"))]


@pytest.mark.parametrize("path", TOTALS)
def test_a_total_recomputed_from_students_is_found(release, path):
    """The classic leak: the total holds the 4 students of the small group, so subtraction gives them away."""

    def with_small(row):
        return {**row, "students": row["students"] + 4} if row["course_id"] in ("all", "csd") else row

    change(release, f"{path}.parquet", with_small)
    assert "from_totals" in checks(release)


def test_an_all_row_of_a_school_recomputed_from_students_is_found(release):
    change(release, "partners/p1/schools.parquet", lambda row: when(row, A, "all", students=44))
    assert "from_totals" in checks(release)


def test_a_flag_where_enrolment_gives_it_away_is_found(release):
    change(
        release,
        "partners/p1/enrolment.parquet",
        lambda row: {**row, "enrolled": 50} if row["school_id"] == A else row,
    )
    assert checks(release) == {"from_enrolment"}


def test_an_earlier_flag_that_two_releases_give_away_is_found(tmp_path):
    """41 enrolled: 20 shown and a flag, then 40 shown and no row: the one left over is the flagged group."""
    enrolled = [(A, "2024-25", 41)]
    first = make_release(tmp_path / "one", inputs([(A, "csp", 20), (A, "csd", 1)], enrolment=enrolled))
    second = make_release(tmp_path / "two", inputs([(A, "csp", 40), (A, "csd", 1)], enrolment=enrolled))
    assert attack(first, []).passed
    assert attack(second, []).passed
    assert checks(second, [first]) == {"from_enrolment"}


def test_the_builder_does_not_make_that_mistake(tmp_path):
    enrolled = [(A, "2024-25", 41)]
    first = make_release(tmp_path, inputs([(A, "csp", 20), (A, "csd", 1)], enrolment=enrolled))
    put_up(first)
    grown = inputs([(A, "csp", 40), (A, "csd", 1)], enrolment=enrolled)
    second = make_release(tmp_path, grown, as_of=date(2026, 4, 1))
    assert attack(second, [first]).passed


def test_enrolment_that_comes_out_after_a_year_closed_blocks_nothing(tmp_path):
    atoms = [(A, "csp", 20, "2024-25"), (A, "csd", 1, "2024-25")]
    first = make_release(tmp_path, inputs(atoms))
    put_up(first)
    later = make_release(tmp_path, inputs(atoms, enrolment=[(A, "2024-25", 30)]), as_of=date(2026, 4, 1))
    assert attack(later, [first]).passed


def test_a_stricter_policy_does_not_condemn_moves_made_under_the_old_one(tmp_path):
    first = make_release(tmp_path, inputs([(A, "csp", 25)]), as_of=date(2026, 2, 1))
    put_up(first)
    second = make_release(tmp_path, inputs([(A, "csp", 40)]), as_of=date(2026, 3, 1))
    put_up(second)
    third = make_release(tmp_path, inputs([(A, "csp", 41)]), rules=Policy(n=20), as_of=date(2026, 4, 1))
    assert attack(third, [first, second]).passed


def test_a_policy_looser_than_any_is_found(release):
    said = manifest.read(release)
    said["policy"]["n"] = 3
    seal(release, said)
    assert checks(release) == {"policy"}


UNPROMISED = {
    "a count of girls": ("partners/p1/schools", lambda row: {**row, "female": 4}),
    "a base of the reported": ("partners/p1/schools", lambda row: {**row, "gender_base": 4}),
    "the truth beside the cell": ("partners/p1/schools", lambda row: {**row, "true_students": 4}),
    "all students of a district": ("partners/p1/districts", lambda row: {**row, "students_all": 44}),
    "students of a teacher": ("partners/p1/roster", lambda row: {**row, "students": 23}),
}


@pytest.mark.parametrize("what", UNPROMISED)
def test_a_column_that_nobody_promised_is_found(release, what):
    path, edit = UNPROMISED[what]
    change(release, f"{path}.parquet", edit)
    assert checks(release) == {"from_shape"}


@pytest.mark.parametrize(
    "place", ["public/roster", "staff/roster", "partners/p1/people", "partners/_none/roster"]
)
def test_a_table_where_nobody_promised_it_is_found(release, place):
    shutil.copy(release / "partners/p1/roster.parquet", release / f"{place}.parquet")
    seal(release, manifest.read(release))
    assert "from_shape" in checks(release)


def test_a_file_that_is_no_table_is_found(release):
    (release / "public" / "students.csv").write_text("student_id\n")
    assert "from_shape" in checks(release)


def test_a_manifest_that_counts_rows_is_found(release):
    seal(release, {**manifest.read(release), "rows": {"students": 121}})
    assert checks(release) == {"from_shape"}


def test_an_estimate_before_its_rules_stand_is_found(release):
    row = {"level": "district", "geo_id": "2600001", "estimate": 7}
    schema = pq.read_schema(release / "public/composition.parquet")
    pq.write_table(pa.Table.from_pylist([row], schema=schema), release / "public/composition.parquet")
    seal(release, manifest.read(release))
    assert checks(release) == {"from_shape"}


def test_a_row_of_somebody_who_does_not_share_is_found(release):
    table = pq.read_table(release / "partners/p1/roster.parquet")
    pq.write_table(pa.concat_tables([table, table]), release / "partners/p1/roster.parquet")
    seal(release, manifest.read(release))
    assert checks(release) == {"from_teacher_rows"}


def test_cohorts_of_another_partner_are_found(release):
    shutil.copy(release / "partners/p2/cohorts.parquet", release / "partners/p1/cohorts.parquet")
    seal(release, manifest.read(release))
    assert "from_teacher_rows" in checks(release)


@pytest.mark.parametrize("told", [{"status": "stalled"}, {"completed_level": "half"}])
def test_a_status_that_needs_a_start_without_one_is_found(release, told):
    blank = dict.fromkeys(AFTER_START)
    row = {"started_on": None, "status": "no_class", **blank}
    change(release, "partners/p1/roster.parquet", lambda found: {**found, **row, **told})
    assert checks(release) == {"from_teacher_rows"}


def test_a_date_before_the_class_started_is_found(release):
    change(release, "partners/p1/roster.parquet", lambda row: {**row, "started_on": None})
    assert "from_teacher_rows" in checks(release)


def test_a_teacher_on_another_partners_shelf_is_found(release):
    change(release, "partners/p1/roster.parquet", lambda row: {**row, "partner_id": "p2"})
    assert "from_teacher_rows" in checks(release)


def test_a_file_that_the_manifest_does_not_name_is_found(release):
    pq.write_table(pa.table({"student_id": ["x"]}), release / "public" / "extra.parquet")
    assert "from_other_files" in checks(release)


def test_a_move_of_fewer_than_n_between_releases_is_found(tmp_path):
    releases = tmp_path / "releases"
    first = make_release(releases, inputs([(A, "csp", 40)]), as_of=date(2026, 2, 1))
    put_up(first)
    second = make_release(releases, inputs([(A, "csp", 43)]), as_of=date(2026, 3, 1))
    assert attack(second, [first]).passed
    for path in ("partners/p1/schools", "partners/p1/districts", "partners/p1/areas", "partners/p1/regions",
                 "public/states", "public/nation"):  # fmt: skip
        change(
            second, f"{path}.parquet", lambda row: {**row, "students": 43} if row["students"] == 40 else row
        )
    assert checks(second, [first]) == {"from_differences"}


def test_a_move_is_compared_with_every_earlier_release(tmp_path):
    """40, then 60, then 41: each step is wide, but the first and the last differ by one person."""
    releases = [make_release(tmp_path / str(n), inputs([(A, "csp", n)])) for n in (40, 60, 41)]
    assert checks(releases[2], [releases[1]]) == set()
    assert checks(releases[2], releases[:2]) == {"from_differences"}


def test_a_shown_group_that_disappears_is_found(tmp_path):
    first = make_release(tmp_path / "one", inputs([(A, "csp", 40)]))
    second = make_release(tmp_path / "two", inputs([]))
    assert checks(second, [first]) == {"from_differences"}


def test_a_count_shown_under_an_older_lower_n_may_stay(tmp_path):
    releases = tmp_path / "releases"
    first = make_release(releases, inputs([(A, "csp", 12)]))
    put_up(first)
    second = make_release(releases, inputs([(A, "csp", 12)]), rules=Policy(n=20), as_of=date(2026, 4, 1))
    assert attack(second, [first]).passed
