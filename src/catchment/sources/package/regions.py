"""Two partners for one place at one date: neither row can be believed, so both go to quarantine."""

from collections.abc import Iterable

import duckdb

from catchment.network.regions import Conflict, RegionRow, conflicts
from catchment.sources.package.views import exists, not_replaced

_COLUMNS = "partner_id, state, zip, CAST(starts_on AS DATE) AS starts_on, CAST(ends_on AS DATE) AS ends_on"
_SOUND = (
    f"SELECT rowid AS rid, {_COLUMNS} FROM raw.partner_regions "
    "WHERE rowid NOT IN (SELECT rid FROM faults WHERE tbl = 'partner_regions' AND level = 'error')"
)


def region_faults(connection: duckdb.DuckDBPyConnection) -> None:
    """A fault for each row of the package that gives a place away twice, together with the warehouse's."""
    given = {rid: RegionRow(*row) for rid, *row in connection.execute(_SOUND).fetchall()}
    found = conflicts([*given.values(), *_kept(connection)])
    faults = [(rid, str(conflict)) for rid, conflict in _concerned(given, found)]
    if faults:
        connection.executemany(
            "INSERT INTO faults VALUES ('partner_regions', ?, 'error', 'two_partners', 'partner_id', ?)",
            faults,
        )


def _kept(connection: duckdb.DuckDBPyConnection) -> list[RegionRow]:
    """The warehouse's rows that the package does not replace."""
    if not exists(connection, "old", "partner_regions"):
        return []
    rows = connection.execute(not_replaced("partner_regions", f"({_SOUND})"))
    return [RegionRow(*row) for row in rows.fetchall()]


def _concerned(given: dict[int, RegionRow], found: Iterable[Conflict]) -> list[tuple[int, Conflict]]:
    """The first conflict of each row that has any."""
    first: dict[int, Conflict] = {}
    by_row: dict[RegionRow, list[int]] = {}
    for rid, row in given.items():
        by_row.setdefault(row, []).append(rid)
    for conflict in found:
        for row in (conflict.first, conflict.second):
            for rid in by_row.get(row, ()):
                first.setdefault(rid, conflict)
    return list(first.items())
