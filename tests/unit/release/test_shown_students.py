"""The private file of students behind shown counts: kept as long as a build may need it, never released."""

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from catchment.release import layout
from catchment.release.build import candidate, shown_students
from catchment.release.build.manifest import read, sha256
from catchment.release.build.publish import publish
from catchment.release.build.schemas import BEHIND
from catchment.sources import package
from catchment.sources.package.sample import write_sample
from catchment.warehouse.store import Warehouse
from tests.release_tools import put_up, read_table

BEFORE, CENSUS = date(2026, 2, 1), date(2026, 3, 6)


@pytest.fixture
def network(tmp_path) -> Path:
    folder = tmp_path / "network"
    folder.mkdir()
    write_sample(folder / "package")
    package.import_package([folder / "package"], folder)
    return folder


def build(network, as_of, **order):
    return candidate.build(network, as_of, "starter", lambda said: None, **order)


def kept(network):
    return {file.stem for file in shown_students.file_of(network, "any").parent.glob("*")}


def test_a_build_before_the_census_keeps_the_students_and_no_release_has_them(network):
    name = build(network, BEFORE)
    students = shown_students.read(network, name)
    assert len(students) > 0
    assert set(students["school_year"].to_pylist()) == {"2025-26"}
    ids = set(students["student_id"].to_pylist())
    released = b"".join(file.read_bytes() for file in (network / "releases" / name).rglob("*.*"))
    assert not [student for student in ids if student.encode() in released]


def test_files_of_releases_that_no_build_needs_are_pruned(network):
    first = build(network, BEFORE)
    put_up(network / "releases" / first)
    second = build(network, date(2026, 2, 2))
    assert kept(network) == {first, second}
    put_up(network / "releases" / second)
    stray = shown_students.file_of(network, "2026-01-01-00000000")
    stray.write_bytes(b"of a build that was killed")
    third = build(network, CENSUS)
    assert kept(network) == {second, third}
    assert len(shown_students.read(network, third)) == 0


def test_the_census_counts_the_students_who_were_kept(network):
    first = build(network, BEFORE)
    put_up(network / "releases" / first)
    # as if nobody had been behind the counts: then today's students must not step in
    shown_students.write(network, first, BEHIND.empty_table())
    release = network / "releases" / build(network, CENSUS)
    assert read(release)["estimates"].keys() >= {"2025-26"}
    assert set(bases(release)) == {0}


def bases(release):
    rows = read_table(release, "schools")
    unmoved = [r for r in rows if (r["school_year"], r["course_id"]) == ("2025-26", "all")]
    return [row["gender_base"] for row in unmoved]


def test_the_file_of_a_candidate_goes_once_it_cannot_be_published_any_more(network):
    first, other = build(network, BEFORE), build(network, date(2026, 2, 2))
    assert kept(network) == {first, other}
    withstand(network / "releases" / first)
    publish(network, first, "a reviewer", BEFORE)
    assert kept(network) == {first}
    # the ledger moves on with a draw, too
    again = build(network, date(2026, 2, 3))
    drawn = build(network, CENSUS)
    assert again not in kept(network) and kept(network) == {first, drawn}


def withstand(release):
    (release / layout.CERTIFICATE).write_bytes(b"of a test")
    audit = {
        "digest": read(release)["digest"],
        "passed": True,
        "certificate": sha256(release / layout.CERTIFICATE),
    }
    (release / layout.AUDIT).write_text(json.dumps(audit))


def test_a_student_who_left_the_sources_leaves_every_kept_file(network):
    first = build(network, BEFORE)
    put_up(network / "releases" / first)
    second = build(network, date(2026, 2, 2))
    gone = {"student_id": "gone", "school_id": "260000100001", "school_year": "2025-26", "course_id": "csp"}
    for name in (first, second):
        before = shown_students.read(network, name)
        with_gone = pa.concat_tables([before, pa.Table.from_pylist([gone], schema=BEHIND)])
        shown_students.write(network, name, with_gone)
    build(network, date(2026, 2, 3))
    for name in (first, second):
        students = shown_students.read(network, name)
        assert len(students) > 0 and "gone" not in students["student_id"].to_pylist()


def test_an_import_does_not_sweep_the_file_away(network):
    name = build(network, BEFORE)
    with Warehouse(network).staging():
        pass
    assert kept(network) == {name}


def test_a_second_draw_on_the_command_is_a_new_release(network):
    first = build(network, CENSUS)
    second = build(network, CENSUS, redraw="2025-26")
    assert first != second
    estimates = [read(network / "releases" / name)["estimates"]["2025-26"] for name in (first, second)]
    assert [said["spent"] for said in estimates] == [2.0, 4.0]
    assert estimates[0]["digest"] != estimates[1]["digest"]


def test_nothing_is_read_where_nothing_was_kept(tmp_path):
    assert shown_students.read(tmp_path, None).equals(BEHIND.empty_table())
