"""The attack passes what the builder makes, and vetoes every way of giving somebody away that it knows."""

import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catchment.attack.run import attack
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
    said = manifest.read(release)
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
        "partners/p1/school_directory.parquet",
        lambda row: {**row, "enrolled": 50} if row["school_id"] == A else row,
    )
    assert "from_enrolment" in checks(release)


def test_a_column_that_a_roster_may_not_have_is_found(release):
    change(release, "partners/p1/roster.parquet", lambda row: {**row, "students": 23})
    assert "from_teacher_rows" in checks(release)


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
