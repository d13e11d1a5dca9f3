"""What a build could not place: enrollments of nobody known, students who are in no group.

These are true numbers, so they stay in the warehouse, which no page reads.
"""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from catchment.release.build.ledger import write_durably
from catchment.warehouse.store import FINDINGS, Warehouse

NEEDED = ("unmatched_enrollments", "atom_findings")
_LOST = {
    "no_section": "students of {of} who worked in no section that counts, and so are in no group: {students}",
    "no_school": "students of {of} whose teacher has no school, and so are in no group: {students}",
}
_OF = {"course": "courses", "hour_of_code": "Hour of Code"}


def findings(measured: Mapping[str, pa.Table]) -> list[str]:
    """A sentence each; none where everybody found a place."""
    unmatched = sum(measured["unmatched_enrollments"]["enrollments"].to_pylist())
    said = [f"enrollments that match no account, by id or by e-mail, and so are on no roster: {unmatched}"]
    lost = measured["atom_findings"].sort_by(
        [(name, "ascending") for name in ("school_year", "kind", "reason")]
    )
    return [
        *(said if unmatched else []),
        *(
            f"{row['school_year']}: "
            + _LOST[row["reason"]].format(students=row["students"], of=_OF[row["kind"]])
            for row in lost.to_pylist()
        ),
    ]


def keep(warehouse: Warehouse, release_id: str, said: list[str]) -> Path | None:
    """Keep the findings of a build instead of those of the one before; the file, None without findings."""
    folder = warehouse.folder / FINDINGS
    file = folder / f"{release_id}.txt"
    if said:
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(file, "".join(f"{line}\n" for line in said))
    for older in set(folder.glob("*.txt")) - ({file} if said else set()):
        older.unlink()
    return file if said else None
