"""Whom a build cannot place is told in the warehouse, and nowhere that a page reads."""

import csv
from datetime import date
from pathlib import Path

from catchment.release.build import candidate
from catchment.sources import package
from catchment.sources.package.sample import write_sample

AS_OF = date(2026, 2, 1)


def change(file: Path, **cells: str) -> None:
    """Give the first row of a table other cells."""
    with file.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[0] |= cells
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def network(folder: Path) -> Path:
    write_sample(folder / "package")
    return folder


def build(folder: Path) -> tuple[list[str], list[str]]:
    """What the build printed, and its findings."""
    package.import_package([folder / "package"], folder)
    printed: list[str] = []
    candidate.build(folder, AS_OF, "A. Starter", printed.append)
    files = sorted((folder / "warehouse" / "findings").glob("*"))
    assert len(files) < 2
    return printed, [line for file in files for line in file.read_text().splitlines()]


def test_an_enrollment_of_nobody_is_told_until_it_is_corrected(tmp_path):
    folder = network(tmp_path)
    file = folder / "package" / "enrollments.csv"
    sound = file.read_text()
    change(file, teacher_id="", email="nobody@example.org")
    printed, found = build(folder)
    assert found == ["enrollments that match no account, by id or by e-mail, and so are on no roster: 1"]
    assert any("warehouse/findings/" in line for line in printed)
    file.write_text(sound)
    printed, found = build(folder)
    assert found == []
    assert not any("findings" in line for line in printed)


def test_students_without_a_school_are_told_by_year(tmp_path):
    folder = network(tmp_path)
    (folder / "package" / "teacher_schools.csv").write_text("teacher_id,school_id,starts_on,ends_on\n")
    _, found = build(folder)
    assert found
    assert all("whose teacher has no school, and so are in no group: " in line for line in found)
    assert found == sorted(found)
