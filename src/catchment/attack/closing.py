"""Does a closed school year still move? Then what moved is what was corrected since.

Cells, genders, statuses and teacher rows are compared. Every other count is a sum of cells, every estimate
one of the ledger's last draw, and both are held against these by checks of their own; so here it is enough
that the year was not drawn again.
"""

from collections.abc import Collection, Iterator

import pyarrow.parquet as pq

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence, parquet

CONTACT = {"first_name", "last_name", "email", "phone", "school_name"}
"""Columns of a roster row that say how to reach the person today, not what happened in the year."""
STATUS = {"geo_id", "partner_id", "school_year", "course_id", "status"}
"""What is copied of a district; its other columns are sums."""


def closing(evidence: Evidence) -> Answer:
    """Every row of a closed year is a copy of the closing release's.

    A teacher who stopped sharing takes their row along; nobody is added.
    """
    closed = {label: year.origin for label, year in evidence.years.items() if year.closed}
    if not closed:
        return Answer(0)
    vetoes = [
        *_redrawn(evidence, closed),
        *_places(evidence, closed, "schools"),
        *_places(evidence, closed, "districts", STATUS),
        *_teachers(evidence, closed),
    ]
    years = ", ".join(f"'{label}'" for label in closed)
    return Answer(evidence.count(f"schools WHERE school_year IN ({years})"), vetoes)


def _redrawn(evidence: Evidence, closed: dict[str, int]) -> Iterator[Veto]:
    for label, rank in closed.items():
        since = evidence.chain.since(evidence.earlier[rank].name)
        if any(entry["kind"] == "drawn" and entry["school_year"] == label for entry in since):
            why = f"{label} was closed by an earlier release, and its estimates were drawn again since."
            yield Veto(f"estimates, {label}", "what was corrected since", (why,))


def _places(
    evidence: Evidence, closed: dict[str, int], table: str, only: Collection[str] = ()
) -> Iterator[Veto]:
    """Rows of schools or districts that differ, in the columns `only` (default: all)."""
    then, columns = _then(evidence, closed, table, only)
    now = f"SELECT {columns} FROM {table} WHERE school_year IN (SELECT year FROM years WHERE closed)"
    found = evidence.rows(f"""
        SELECT * EXCLUDE side, sum(side) AS more FROM
            (SELECT *, 1 AS side FROM ({now}) UNION ALL SELECT *, -1 FROM ({then}))
        GROUP BY ALL HAVING more <> 0 ORDER BY ALL
    """)
    for row in found:
        cell = f"{table.removesuffix('s')} {row['geo_id']}, {row['school_year']}, {row['course_id']}"
        what = "has this row" if row["more"] > 0 else "has not this row"
        steps = (
            f"{row['school_year']} was closed by an earlier release.",
            f"This one {what}, unlike that one.",
        )
        yield Veto(cell, "what was corrected since", steps)


def _teachers(evidence: Evidence, closed: dict[str, int]) -> Iterator[Veto]:
    then, columns = _then(evidence, closed, "roster")
    now = f"SELECT {columns} FROM roster WHERE school_year IN (SELECT year FROM years WHERE closed)"
    for row in evidence.rows(f"({now}) EXCEPT ALL ({then}) ORDER BY ALL"):
        cell = f"{row['partner_id']}, {row['course_id']}, {row['school_year']}"
        steps = (f"{row['school_year']} was closed by an earlier release.", "That one has not this row.")
        yield Veto(cell, "what was corrected since", steps)


def _then(
    evidence: Evidence, closed: dict[str, int], table: str, only: Collection[str] = ()
) -> tuple[str, str]:
    """The rows of all closed years as their closing releases had them, and the columns to compare."""
    files = {label: evidence.earlier[rank].files(table) for label, rank in closed.items()}
    # a column that an older release did not have yet says nothing about what changed
    common = set.intersection(*(set(pq.read_schema(found[0]).names) for found in files.values()))
    columns = ", ".join(sorted(common.intersection(only) if only else common - CONTACT))
    parts = [
        f"SELECT {columns} FROM {parquet(found)} WHERE school_year = '{label}'"
        for label, found in files.items()
    ]
    return " UNION ALL ".join(parts), columns
