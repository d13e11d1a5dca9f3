"""Do teacher rows say more than their teachers agreed to, or more about a class than its school's row?"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow.parquet as pq

from catchment.attack.audit import Veto
from catchment.attack.files import Published

AFTER_START = (
    "status_since",
    "last_activity_on",
    "completed_on",
    "completed_level",
    "furthest_unit",
    "furthest_unit_name",
)
BEFORE_START = frozenset({"too_early", "no_class", "class_forming", "not_started"})
COHORT = ("training_year", "course_id", "school_year")


def from_teacher_rows(release: Published) -> Iterator[Veto]:
    """A class told of before it started, more rows than people who share, rows on a strange shelf."""
    for shelf in release.shelves:
        yield from _misplaced(shelf)
        roster = _rows(shelf / "roster.parquet")
        for row in roster:
            yield from _too_early(row)
        yield from _too_many(shelf, roster)


def _too_early(row: dict[str, Any]) -> Iterator[Veto]:
    told = [column for column in AFTER_START if row.get(column) is not None]
    if row["started_on"] is None and (told or row["status"] not in BEFORE_START):
        cell = f"roster row of {row['partner_id']}, {row['course_id']}, {row['school_year']}"
        told = told or [f"status {row['status']}"]
        yield Veto(
            "from_teacher_rows", cell, f"has not started, yet tells {', '.join(told)}: fewer than 5 students"
        )


def _too_many(shelf: Path, roster: list[dict[str, Any]]) -> Iterator[Veto]:
    """The cohorts say how many share: a row more is somebody who does not."""
    rows = Counter(tuple(row[column] for column in COHORT) for row in roster)
    cohorts = _rows(shelf / "cohorts.parquet")
    sharing = {tuple(row[column] for column in COHORT): row["sharing"] for row in cohorts}
    for cohort, count in sorted(rows.items()):
        if count > sharing.get(cohort, 0):
            why = f"has {count} rows of {' '.join(cohort)}, but {sharing.get(cohort, 0)} people share"
            yield Veto("from_teacher_rows", f"shelf {shelf.name}", why)


def _misplaced(shelf: Path) -> Iterator[Veto]:
    """Every row of a shelf that names a partner must name the partner of the shelf."""
    owner = None if shelf.name == "_none" else unquote(shelf.name)
    for file in sorted(shelf.glob("*.parquet")):
        if "partner_id" in pq.read_schema(file).names:
            found = set(pq.read_table(file, columns=["partner_id"])["partner_id"].to_pylist())
            for stranger in sorted(str(partner) for partner in found - {owner}):
                yield Veto("from_teacher_rows", f"{shelf.name}/{file.name}", f"holds rows of {stranger}")


def _rows(file: Path) -> list[dict[str, Any]]:
    return pq.read_table(file).to_pylist() if file.exists() else []
