"""Does a closed school year still move? Then what moved is what was corrected since."""

from collections.abc import Iterator, Sequence

import pyarrow.parquet as pq

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence, parquet

COUNTS = ("schools", "districts", "areas", "regions", "states", "nation", "composition")
CONTACT = ("first_name", "last_name", "email", "phone", "school_name")
"""Columns of a roster row that say how to reach the person today, not what happened in the year."""


def closing(evidence: Evidence) -> Answer:
    """Every row of a closed year is a copy of the closing release's, teachers' rows too.

    A teacher who stopped sharing takes their row along; nobody is added.
    """
    closed = {label: year.origin for label, year in evidence.years.items() if year.closed}
    vetoes = [veto for label, rank in closed.items() for veto in _year(evidence, label, rank)]
    return Answer(len(closed), vetoes)


def _year(evidence: Evidence, label: str, rank: int) -> Iterator[Veto]:
    release = evidence.earlier[rank]
    for table in (*COUNTS, "roster"):
        if files := release.files(table):
            yield from _differing(evidence, label, table, files, both=table != "roster")


def _differing(
    evidence: Evidence, label: str, table: str, files: Sequence[str], *, both: bool
) -> Iterator[Veto]:
    """Rows that are in one release and not in the other; not `both`: rows may vanish, but none appear."""
    # a column that an older release did not have yet says nothing about what changed
    columns = ", ".join(name for name in pq.read_schema(files[0]).names if name not in CONTACT)
    now = f"(SELECT {columns} FROM {table} WHERE school_year = '{label}')"
    then = f"(SELECT {columns} FROM {parquet(files)} WHERE school_year = '{label}')"
    appeared = evidence.rows(f"FROM {now} EXCEPT ALL FROM {then} ORDER BY ALL")
    vanished = evidence.rows(f"FROM {then} EXCEPT ALL FROM {now} ORDER BY ALL") if both else []
    for rows, what in ((appeared, "has this row"), (vanished, "has not this row")):
        for row in rows:
            cell = " ".join(str(value) for value in list(row.values())[:5] if value is not None)
            steps = (f"{label} was closed by an earlier release.", f"This one {what}, unlike that one.")
            yield Veto(f"{table} {cell}", "what was corrected since", steps)
