"""Do teacher rows say more than their teachers agreed to, or more about a class than its school's row?"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pyarrow.parquet as pq

from catchment.attack.audit import Veto
from catchment.attack.files import Published

ALLOWED = frozenset(
    column
    for line in (
        "partner_id person_id training_year course_id school_year school_id trained_on status status_since",
        "needs_help last_activity_on started_on completed_on completed_level teaches_other_course",
        "furthest_unit furthest_unit_name q1 q2 q3 q4 workshop_retention scholarship plan school_name",
        "first_name last_name email phone",
    )
    for column in line.split()
)
AFTER_START = ("status_since", "last_activity_on", "completed_on", "furthest_unit", "furthest_unit_name")


def from_teacher_rows(release: Published) -> Iterator[Veto]:
    """Columns beyond the promised ones, a class told of before it started, rows on a strange shelf."""
    table = release.table("roster")
    if table is None:
        return
    for column in sorted(set(table.column_names) - ALLOWED):
        yield Veto(
            "from_teacher_rows", f"roster column {column}", "is not among the columns a roster may have"
        )
    for row in table.to_pylist():
        yield from _too_early(row)
    yield from _misplaced(release)


def _too_early(row: dict[str, Any]) -> Iterator[Veto]:
    told = [column for column in AFTER_START if row.get(column) is not None]
    if row["started_on"] is None and told:
        cell = f"roster row of {row['partner_id']}, {row['course_id']}, {row['school_year']}"
        yield Veto(
            "from_teacher_rows", cell, f"has not started, yet tells {', '.join(told)}: fewer than 5 students"
        )


def _misplaced(release: Published) -> Iterator[Veto]:
    for shelf in release.shelves:
        file = shelf / "roster.parquet"
        found = (
            set(pq.read_table(file, columns=["partner_id"])["partner_id"].to_pylist())
            if file.exists()
            else ()
        )
        # the shelf's folder is the partner's id as a path says it
        for stranger in sorted(partner for partner in found if quote(partner, safe="") != shelf.name):
            yield Veto("from_teacher_rows", f"shelf {shelf.name}", f"holds teachers of {stranger}")
