"""Which release computed each school year's numbers, and which one broke its students down?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from catchment.attack.files import Published


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
    """Every school year ever published.

    The first standing release on or after its closing day that speaks of a year closes it for good, by the
    calendar of that release's own manifest. A release that was taken down closes no year.
    """
    said = [_said(con, release) for release in [*earlier, candidate]]
    standing = [rank for rank, release in enumerate(earlier) if release.name not in withdrawn]
    found = {}
    for year in sorted(set().union(*said)):
        closed = next((rank for rank in standing if year in said[rank] and earlier[rank].closes(year)), None)
        census = next((rank for rank, years in enumerate(said) if years.get(year)), None)
        found[year] = Year(len(earlier) if closed is None else closed, census, closed is not None)
    return found


def _said(con: duckdb.DuckDBPyConnection, release: Published) -> dict[str, bool]:
    """The school years that a release speaks of, and whether it has a gender code of any school then."""
    rows = con.execute(
        "SELECT school_year, bool_or(female_code IS NOT NULL) FROM read_parquet(?) GROUP BY 1",
        [release.files("schools")],
    ).fetchall()
    return dict(rows)
