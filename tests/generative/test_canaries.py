"""No withheld value stands in any byte of a release, its manifest, audit and certificate, or the ledger."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catchment.release.build import candidate
from catchment.sources import package
from catchment.sources.package.sample import write_sample
from tests.corpus.packages import read_rows
from tests.generative import canaries
from tests.generative.press import Press
from tests.generative.searching import numbers_in, texts_in


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    """Three releases, attacked and certified."""
    press = Press(tmp_path_factory.mktemp("canaries") / "releases", canaries.RULES)
    for as_of, found in canaries.network():
        release = press.build(found, as_of)
        assert press.attack(release).passed
        press.publish(release)
    return press.releases


def test_no_withheld_number_is_anywhere(releases):
    assert numbers_in(releases, canaries.NUMBERS) == set()


def test_no_withheld_person_or_day_is_anywhere(releases):
    assert texts_in(releases, (*canaries.NAMES, canaries.SEEN.isoformat())) == set()


def test_what_is_told_is_found(releases):
    """The search sees: counts shown, a base, a teacher who shares."""
    assert {("schools.parquet", 2500), ("nation.parquet", 11200)} <= numbers_in(releases, {2500, 11200})
    assert ("schools.parquet", 2338) in numbers_in(releases, {2338})
    assert texts_in(releases, ("forming@example.org",)) == {("roster.parquet", "forming@example.org")}


@pytest.mark.parametrize("number", canaries.NUMBERS)
def test_a_planted_number_is_found(tmp_path, number):
    pq.write_table(pa.table({"students": [number]}), tmp_path / "planted.parquet")
    (tmp_path / "manifest.json").write_text(json.dumps({"rows": {"of": [number, f"are {number} rows"]}}))
    assert numbers_in(tmp_path, canaries.NUMBERS) == {("planted.parquet", number), ("manifest.json", number)}


def test_no_id_of_a_student_leaves_the_warehouse(tmp_path):
    """From a package of files to a release, through every step."""
    write_sample(tmp_path / "package")
    (tmp_path / "network").mkdir()
    package.import_package([tmp_path / "package"], tmp_path / "network")
    candidate.build(tmp_path / "network", None, "starter", lambda line: None)
    students = {row["student_id"] for row in read_rows(tmp_path / "package", "students")}
    sections = {row["section_id"] for row in read_rows(tmp_path / "package", "sections")}
    assert texts_in(tmp_path / "network" / "releases", students | sections) == set()
    assert texts_in(tmp_path / "network" / "warehouse", students)
