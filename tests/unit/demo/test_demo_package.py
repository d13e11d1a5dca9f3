"""The package that the demo writes: valid, the same for the same seed, and about nobody."""

import hashlib
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from catchment.demo import generate
from catchment.demo.names import FIRST, LAST
from catchment.network import contract, settings
from catchment.network.errors import BadInput
from catchment.network.metrics import METRICS
from catchment.sources.package import check


def test_the_package_is_valid_to_the_last_row(demo):
    report = check([*demo.schools.directories, demo.made.folder], None)
    assert [finding for finding in report.findings if finding.level == "error"] == []
    assert {table.table for table in report.tables} >= {"activity", "students", "workshops", "consents"}
    assert all(table.rows_in == table.landed > 0 for table in report.tables)


def test_its_network_toml_is_one(demo):
    network = settings.load(demo.made.network_toml)
    assert network.demo
    invented = ("people", "workshops", "students", "activity", "enrollment_by_sex")
    assert network.synthetic == demo.made.synthetic == invented
    courses = {course for (course,) in demo.rows("SELECT course_id FROM courses WHERE kind = 'course'")}
    assert {rule.course for rule in network.completion} == courses


def test_the_same_seed_gives_the_same_bytes_whatever_the_process(demo, tmp_path):
    code = (
        "from pathlib import Path; from catchment.demo import generate; from tests.unit.demo.conftest import "
        f"InventedSchools; generate(Path({str(tmp_path / 'again')!r}), "
        f"InventedSchools(Path({str(demo.schools.folder)!r})), states=('MI', 'FL'), teachers=240, seed=20)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "1", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert digests(tmp_path / "again") == digests(demo.made.folder)


def test_another_seed_gives_other_people(demo, tmp_path):
    generate(tmp_path / "other", demo.schools, states=("MI", "FL"), teachers=240, seed=21)
    ours, theirs = digests(demo.made.folder), digests(tmp_path / "other")
    same = {name for name in ours.keys() & theirs.keys() if ours[name] == theirs[name]}
    assert {"courses.csv", "partner_regions.csv", "network.toml"} <= same
    assert not same & {"teachers.csv", "students.parquet", "workshops.csv", "section_students.parquet"}


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


@pytest.mark.parametrize("table", ["teachers", "enrollments"])
def test_every_adult_is_visibly_invented(demo, table):
    for first, last, email in demo.rows(f"SELECT first_name, last_name, email FROM {table}"):
        assert (first in FIRST and last in LAST) or (first, last) == ("Nemo", "Unmatcheder")
        assert re.fullmatch(r"[a-z]+\.[a-z]+\.\d+@(home\.)?example\.org", email.strip().lower())


def test_telephones_ring_nowhere(demo):
    assert all(
        re.fullmatch(r"\(555\) 555-01\d\d", phone) for (phone,) in demo.rows("SELECT phone FROM teachers")
    )


def test_a_student_is_a_pseudonym_and_nothing_else(demo):
    columns = [row[0] for row in demo.rows("DESCRIBE students")]
    assert tuple(columns) == contract.tables()["students"].columns
    students = [student for (student,) in demo.rows("SELECT student_id FROM students")]
    assert all(re.fullmatch(r"s[0-9a-f]{10}", student) for student in students)
    # neighbours in the file are no neighbours by name, so the order of making does not show through
    assert students != sorted(students) and len(set(students)) == len(students)


def test_the_demo_ends_on_its_as_of_date(demo):
    assert demo.made.as_of == date(2026, 3, 15)
    assert demo.one('SELECT max("on") FROM activity') == demo.made.as_of
    days = [
        *("section_students.joined_on", "section_students.removed_on", "sections.created_on"),
        *("sections.deleted_on", "enrollments.enrolled_on", "consents.granted_on", "consents.withdrawn_on"),
        *("signals.on", "teachers.created_on"),
    ]
    for table, column in (name.split(".") for name in days):
        assert demo.one(f'SELECT max("{column}") FROM {table}') <= demo.made.as_of, (table, column)
    attended = 'SELECT max("on") FROM attendance JOIN workshop_sessions USING (session_id)'
    assert demo.one(attended) <= demo.made.as_of


def test_targets_are_set_for_metrics_that_exist(demo):
    targets = {metric for (metric,) in demo.rows("SELECT metric_id FROM targets")}
    assert targets and targets <= {metric.id for metric in METRICS}


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"states": ("XX",)}, '"XX" is not a state'),
        ({"states": ("VT",)}, "no open school with a ZIP in VT"),
        ({"teachers": 3}, "at least 30 teachers, not 3"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(demo, tmp_path, wish, sentence):
    with pytest.raises(BadInput, match=sentence):
        generate(tmp_path / "none", demo.schools, **{"states": ("MI",), "teachers": 60} | wish)


def test_a_folder_in_use_and_missing_schools_are_refused(demo, tmp_path):
    with pytest.raises(BadInput, match="is not empty"):
        generate(demo.made.folder, demo.schools, states=("MI",), teachers=60)
    nothing = type(demo.schools)(tmp_path)
    with pytest.raises(BadInput, match="import the NCES files"):
        generate(tmp_path / "none", nothing, states=("MI",), teachers=60)
