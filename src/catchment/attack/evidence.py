"""Everything published so far, laid out as tables of one DuckDB in memory for the checks to ask.

A year's numbers can be held against the facts of the release that computed them: of an open year that is the
candidate, of a closed one its closing release, of gender the release that first had it. `years` says which;
`homes`, `cells`, `past`, `rooms` and `sexes` hold what follows. Large tables stay files behind views.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catchment.attack.chain import Chain
from catchment.attack.files import Published
from catchment.attack.timeline import Year, timeline
from catchment.network.categories import COMPOSITION

MOST = 1000
"""Vetoes that one question hands over: a thousand cells that give something away are reason enough."""
MEMORY = "1GB"
TABLES = (
    *("schools", "districts", "areas", "regions", "states", "nation", "composition", "benchmarks"),
    *("enrolment", "mapping", "roster", "cohorts", "partners", "school_directory", "district_directory"),
    *("targets", "reporting_groups", "group_counts", "enrolled_composition"),
)
CELL = "geo_id AS school, school_year AS year, course_id AS course"
Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Evidence:
    """The candidate and all earlier releases, oldest first, ready to be asked."""

    candidate: Published
    earlier: Sequence[Published]
    chain: Chain
    years: Mapping[str, Year]
    con: Connection

    def rows(self, sql: str, params: Sequence[Any] = (), most: int = MOST) -> list[dict[str, Any]]:
        """The first `most` rows of a query."""
        found = self.con.execute(f"SELECT * FROM ({sql}) LIMIT {most}", list(params))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def arrow(self, sql: str, params: Sequence[Any] = ()) -> pa.Table:
        """All rows of a query, by column."""
        return self.con.sql(sql, params=list(params)).to_arrow_table()

    def columns(self, sql: str) -> dict[str, NDArray[Any]]:
        """The columns of a query as arrays; a blank number is -1, a blank text an empty one."""
        found = self.con.execute(sql).fetchnumpy()
        return {
            name: np.ma.filled(values, "" if values.dtype == object else -1) for name, values in found.items()
        }

    def count(self, sql: str) -> int:
        """How many rows a table has; `sql` may end in conditions."""
        return self.con.execute(f"SELECT count(*) FROM {sql}").fetchall()[0][0]

    def carrier(self, school_year: str, digest: str | None) -> Published | None:
        """The first release, withdrawn or not, that published this draw of the year; last the candidate."""
        releases = [*self.earlier, self.candidate]
        return next((each for each in releases if each.draw_of(school_year) == digest), None)


@contextmanager
def gather(candidate: Published, earlier: Sequence[Published], chain: Chain) -> Iterator[Evidence]:
    """Open everything; the database is gone afterwards."""
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": MEMORY}) as con:
        for table in TABLES:
            con.execute(f"CREATE VIEW {table} AS SELECT * FROM {parquet(candidate.files(table))}")
        # only what a course counts as; its own column `family` means something else
        con.execute(
            f"CREATE VIEW courses AS SELECT course_id, kind FROM {parquet(candidate.files('courses'))}"
        )
        years = timeline(con, candidate, earlier, chain.withdrawn)
        releases = [*earlier, candidate]
        _years(con, releases, years)
        _cells(con)
        _past(con, earlier)
        _rooms(con, releases, years)
        _sexes(con, releases, years)
        _drawn(con, chain, years)
        _promised(con)
        yield Evidence(candidate, earlier, chain, years, con)


def parquet(files: Sequence[str | Path]) -> str:
    """The call that reads `files`, for a view, which takes no parameters."""
    named = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    return f"read_parquet([{named}])"


def _years(con: Connection, releases: Sequence[Published], years: Mapping[str, Year]) -> None:
    """`years`, and `homes`: where each school counts in each year, and its n under that year's policy."""
    con.execute(
        "CREATE TABLE years (year VARCHAR, origin INTEGER, census INTEGER, closed BOOLEAN, n INTEGER, "
        "per_state MAP(VARCHAR, INTEGER))"
    )
    for label, year in years.items():
        rules = releases[year.origin].manifest["policy"]
        said = [label, year.origin, year.census, year.closed, rules["n"], *_per_state(rules)]
        con.execute("INSERT INTO years VALUES (?, ?, ?, ?, ?, map(?::VARCHAR[], ?::INTEGER[]))", said)
    con.execute(
        "CREATE TABLE homes AS SELECT school_id AS school, school_year AS year, partner_id AS partner, "
        "district_id AS district, state, state || ':' || coalesce(partner_id, '_none') AS area, "
        "coalesce(per_state[state], n) AS n FROM mapping JOIN years ON year = school_year"
    )


def _per_state(rules: Mapping[str, Any]) -> tuple[list[str], list[int]]:
    return list(rules["per_state"]), list(rules["per_state"].values())


def _cells(con: Connection) -> None:
    """`cells`: the course rows of schools, each with its family and its n. Sums are no cells."""
    con.execute(
        f"CREATE TABLE cells AS SELECT {CELL}, kind AS family, students, students_code AS code, n "
        "FROM schools JOIN courses USING (course_id) "
        "JOIN homes ON school = geo_id AND year = school_year WHERE course_id <> 'all'"
    )


def _past(con: Connection, earlier: Sequence[Published]) -> None:
    """`past`: each value that a cell had before the release that computed its year, blank for a flag.

    `stands`: what a cell last had (`students`), every count it had (`shown`), whether it was ever `flagged`.
    """
    parts = [
        f"SELECT {rank} AS rank, {CELL}, students FROM {parquet(release.files('schools'))} "
        "WHERE course_id <> 'all'"
        for rank, release in enumerate(earlier)
    ] or ["SELECT 0 AS rank, '' AS school, '' AS year, '' AS course, 0::BIGINT AS students WHERE false"]
    con.execute(
        "CREATE TABLE past AS SELECT school, year, course, students, max(rank) AS rank "
        f"FROM ({' UNION ALL '.join(parts)}) JOIN years USING (year) WHERE rank < origin "
        "GROUP BY school, year, course, students"
    )
    con.execute(
        "CREATE TABLE stands AS SELECT school, year, course, arg_max_null(students, rank) AS students, "
        "list(students) FILTER (students IS NOT NULL) AS shown, bool_or(students IS NULL) AS flagged "
        "FROM past GROUP BY school, year, course"
    )


def _rooms(con: Connection, releases: Sequence[Published], years: Mapping[str, Year]) -> None:
    """`rooms`: for each school, year and family, the students shown and what public enrolment leaves.

    Enrolment is that year's, else the latest known before; where none is known there is no row.
    """
    parts = [
        f"SELECT * FROM homes ASOF JOIN (SELECT DISTINCT school_id, school_year, enrolled FROM {public} "
        f"WHERE enrolled IS NOT NULL) ON school = school_id AND year >= school_year WHERE year = '{label}'"
        for label, year in years.items()
        for public in [parquet(releases[year.origin].files("enrolment"))]
    ]
    con.execute(
        "CREATE TABLE rooms AS "
        "WITH known AS (SELECT school, year, n, enrolled, family FROM "
        f"({' UNION ALL '.join(parts)}), (SELECT DISTINCT kind AS family FROM courses)), "
        "sums AS (SELECT school, year, family, sum(students)::BIGINT AS shown FROM cells GROUP BY ALL) "
        "SELECT known.*, coalesce(shown, 0) AS shown, enrolled - coalesce(shown, 0) AS remaining "
        "FROM known LEFT JOIN sums USING (school, year, family)"
    )


def _sexes(con: Connection, releases: Sequence[Published], years: Mapping[str, Year]) -> None:
    """`sexes`: what was public at the census of a year, its blanks as blanks, and n under the policy then.

    The row of that year, else of the latest year before that has one; a school without any has blanks.
    """
    con.execute(
        "CREATE TABLE sexes (school VARCHAR, year VARCHAR, n INTEGER, "
        "enrolled BIGINT, female BIGINT, male BIGINT)"
    )
    for label, year in years.items():
        if year.census is None:
            continue
        release = releases[year.census]
        rules = release.manifest["policy"]
        con.execute(
            "INSERT INTO sexes SELECT school, year, coalesce(map(?::VARCHAR[], ?::INTEGER[])[state], ?), "
            "enrolled, female, male FROM (SELECT * FROM homes WHERE year = ?) "
            f"ASOF LEFT JOIN (SELECT DISTINCT * FROM {parquet(release.files('enrolment'))}) "
            "ON school = school_id AND year >= school_year",
            [*_per_state(rules), rules["n"], label],
        )


def _drawn(con: Connection, chain: Chain, years: Mapping[str, Year]) -> None:
    """`drawn`: the noised integers of every draw that the ledger names, numbered by year from 1."""
    parts = [
        f"SELECT '{label}' AS year, {number} AS draw, * FROM {parquet([chain.estimates(entry['digest'])])}"
        for label in years
        for number, entry in enumerate(chain.draws(label), start=1)
    ] or [
        "SELECT '' AS year, 0 AS draw, '' AS level, '' AS geo_id, '' AS area, '' AS course_id, '' AS family, "
        "'' AS category, 0::BIGINT AS estimate WHERE false"
    ]
    con.execute(f"CREATE VIEW drawn AS {' UNION ALL '.join(parts)}")


def _promised(con: Connection) -> None:
    """`promised`: the categories of each composition table, and which of them belong in a share's base."""
    con.execute("CREATE TABLE promised (family VARCHAR, category VARCHAR, reported BOOLEAN)")
    pairs = [(family, category) for family, categories in COMPOSITION.items() for category in categories]
    said = [[family, category, "not_reported" not in category.split(":")] for family, category in pairs]
    con.executemany("INSERT INTO promised VALUES (?, ?, ?)", said)
