"""Which release computed each school year's numbers, and which one broke its students down?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from catchment.attack.files import Published
from catchment.network import clocks


@dataclass(frozen=True)
class Year:
    """Ranks of releases, oldest first; the candidate's is the number of earlier ones.

    `origin` computed the year's counts, which of a closed year are copied from it; `census` broke its
    students down (None: none did yet).
    """

    origin: int
    census: int | None
    closed: bool


def timeline(
    con: duckdb.DuckDBPyConnection,
    candidate: Published,
    earlier: Sequence[Published],
    withdrawn: set[str],
) -> Mapping[str, Year]:
    """Every school year ever published. A release that was taken down closes no year."""
    said = [_said(con, release) for release in [*earlier, candidate]]
    closing = candidate.manifest["closing"]
    standing = [rank for rank, release in enumerate(earlier) if release.name not in withdrawn]
    found = {}
    for year in sorted(set().union(*said)):
        last = next((rank for rank in reversed(standing) if year in said[rank]), None)
        closed = last is not None and said[last][year][0] >= clocks.day_in(year, closing)
        origin = _origin(said[last][year][0], earlier, standing) if closed else len(earlier)
        census = next((rank for rank, years in enumerate(said) if years.get(year, (None, False))[1]), None)
        found[year] = Year(origin, census, closed)
    return found


def _said(con: duckdb.DuckDBPyConnection, release: Published) -> dict[str, tuple[date, bool]]:
    """School year -> as of when its rows are, and whether any has a gender code."""
    rows = con.execute(
        "SELECT school_year, max(as_of), bool_or(female_code IS NOT NULL) FROM read_parquet(?) GROUP BY 1",
        [release.files("schools")],
    ).fetchall()
    return {year: (as_of, coded) for year, as_of, coded in rows}


def _origin(as_of: date, earlier: Sequence[Published], standing: Sequence[int]) -> int:
    """The first release of that day which still stands: later ones copied the closed year from it."""
    return next((rank for rank in standing if earlier[rank].as_of == as_of), standing[-1])
