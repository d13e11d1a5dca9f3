"""Do margins, and what is called too uncertain to show, follow from published integers alone?

A decision that does not follow from noised integers, epsilon and the number of units was made on the truth.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import MOST, Evidence
from catchment.attack.laplace import margin_between

CELLS_OF_TOTAL = 5
"""`students_estimated` is the sum of the five cells of the gender table."""
LEAST_COUNT = 20
LEAST_BASE = 50
MOST_MARGIN = 0.10
SINGULAR = {
    "districts": "district",
    "areas": "area",
    "regions": "region",
    "states": "state",
    "nation": "nation",
}
DECIDED = "whatever true number it was decided on"
TOLERANCE = 1e-9
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def margins(evidence: Evidence) -> Answer:
    """Computes every margin, flag and share again."""
    found = [veto for year in evidence.candidate.manifest["estimates"] for veto in _year(evidence, year)]
    return Answer(evidence.count("composition"), found)


def _year(evidence: Evidence, label: str) -> Iterator[Veto]:
    evidence.con.execute(
        "CREATE OR REPLACE TABLE of_year AS SELECT *, coalesce(partner_id, '') AS whose "
        "FROM composition WHERE school_year = ?",
        [label],
    )
    _margin_table(evidence, evidence.candidate.manifest["estimates"][label]["epsilon_per_table"])
    yield from _totals(evidence, label)
    cell = _estimates(evidence)
    off = (cell["margin"] < cell["least"]) | (cell["margin"] > cell["most"])
    yield from _vetoes(evidence, off, "Its margin is {margin}, and {units} units make it {least}.")
    flagged = cell["count_shown"].astype(bool) != (cell["estimate"] >= LEAST_COUNT)
    yield from _vetoes(evidence, flagged, "Its estimate is {estimate}, yet count_shown is {count_shown}.")
    wrong = ~_share_follows(cell)
    yield from _vetoes(evidence, wrong, "Its share is {share} ± {share_margin}, of {estimate} in {base}.")


NAMES = ("level", "geo_id", "whose", "school_year", "course_id", "family", "category")


def _estimates(evidence: Evidence) -> dict[str, NDArray]:
    """Each estimate of the year with the base of its share and the margins of part and rest (`rated`)."""
    evidence.con.execute("""
        CREATE OR REPLACE TABLE rated AS
        WITH cells AS (
            SELECT of_year.*, reported,
                sum(CASE WHEN reported THEN estimate ELSE 0 END) OVER place AS base,
                sum(reported::INTEGER) OVER place - 1 AS others
            FROM of_year JOIN promised USING (family, category)
            WINDOW place AS (PARTITION BY level, geo_id, whose, course_id, family)
        )
        SELECT row_number() OVER () - 1 AS position, level, geo_id, whose, school_year, course_id, family,
            category, estimate, margin, units, count_shown, share, share_margin, reported,
            base::BIGINT AS base, part.least, part.most, rest.least AS rest
        FROM cells JOIN margin_of AS part ON part.cells = units
        JOIN margin_of AS rest ON rest.cells = units * others
    """)
    return evidence.columns(
        "SELECT estimate, margin, units, count_shown, coalesce(share, 'nan') AS share, "
        "coalesce(share_margin, 'nan') AS share_margin, reported, base, least, most, rest "
        "FROM rated ORDER BY position"
    )


def _share_follows(cell: dict[str, NDArray]) -> Bools:
    """Where a share is what its integers make it, or rightly blank.

    A share p fits a part and a rest if part·(1-p) - rest·p, which is 0 in truth, is no larger than its own
    margin; the published margin must reach the farther end of all that fit, and no further.
    """
    part, base = cell["estimate"].astype(float), cell["base"].astype(float)
    whole = np.maximum(base, 1)
    share = part / whole
    shown = ~np.isnan(cell["share"])
    wide = np.where(shown, cell["share_margin"], MOST_MARGIN)
    misfit = [_misfit(cell, share + side * wide) / whole**2 for side in (-1, 1)]
    bounded = base**2 > cell["least"].astype(float) ** 2 + cell["rest"].astype(float) ** 2
    may = cell["reported"].astype(bool) & (base >= LEAST_BASE) & bounded
    just = (
        (np.minimum(*misfit) > -TOLERANCE)
        & (np.minimum(*misfit) < TOLERANCE)
        & (wide <= MOST_MARGIN + TOLERANCE)
    )
    right = np.abs(cell["share"] - np.clip(share, 0, 1)) < TOLERANCE
    hidden = ~may | (np.minimum(*misfit) < TOLERANCE)
    return np.where(shown, may & just & right, hidden & np.isnan(cell["share_margin"]))


def _misfit(cell: dict[str, NDArray], p: Floats) -> Floats:
    """Above 0 where share `p` does not fit, 0 where it just does."""
    part, rest = cell["estimate"].astype(float), (cell["base"] - cell["estimate"]).astype(float)
    off = part * (1 - p) - rest * p
    return off**2 - ((1 - p) * cell["least"]) ** 2 - (p * cell["rest"]) ** 2


def _margin_table(evidence: Evidence, epsilon: float) -> None:
    """`margin_of`: the least and the greatest margin that a sum of so many noised cells may have."""
    found = evidence.con.execute(
        "SELECT DISTINCT units * factor FROM of_year, (SELECT unnest(?::BIGINT[]) AS factor) "
        "WHERE units > 0 ORDER BY ALL",
        [[1, CELLS_OF_TOTAL, *_others(evidence)]],
    ).fetchall()
    sizes = [size for (size,) in found]
    known = [margin_between(epsilon, size) for size in sizes]
    evidence.con.execute(
        "CREATE OR REPLACE TABLE margin_of AS "
        "SELECT unnest(?::BIGINT[]) AS cells, unnest(?::BIGINT[]) AS least, unnest(?::BIGINT[]) AS most",
        [sizes, [least for least, _ in known], [most for _, most in known]],
    )


def _others(evidence: Evidence) -> list[int]:
    """How many other reported categories a category of each table has."""
    found = evidence.rows("SELECT count(*) - 1 AS others FROM promised WHERE reported GROUP BY family")
    return [row["others"] for row in found]


def _totals(evidence: Evidence, label: str) -> Iterator[Veto]:
    """`students_margin` is that of a sum of all cells of the gender table; blank where there is none."""
    for level in SINGULAR:
        found = evidence.rows(
            f"""
            WITH parts AS (SELECT geo_id, whose, course_id, units
                FROM of_year WHERE level = ? AND category = 'female')
            SELECT geo_id, course_id, students_margin, least, most
            FROM (SELECT *, coalesce(partner_id, '') AS whose FROM {level} WHERE school_year = ?)
            LEFT JOIN parts USING (geo_id, whose, course_id)
            LEFT JOIN margin_of ON cells = units * {CELLS_OF_TOTAL}
            WHERE (students_margin IS NULL) <> (least IS NULL) OR students_margin NOT BETWEEN least AND most
            ORDER BY ALL
            """,
            [SINGULAR[level], label],
        )
        for row in found:
            why = f"Its students_margin is {row['students_margin']}, and its units make it {row['least']}."
            yield Veto(f"{level} {row['geo_id']}, {label}, {row['course_id']}", DECIDED, (why,))


def _vetoes(evidence: Evidence, wrong: Bools, why: str) -> Iterator[Veto]:
    positions = np.flatnonzero(wrong)[:MOST].tolist()
    sql = "SELECT * FROM rated WHERE list_contains(?::BIGINT[], position) ORDER BY position"
    for row in evidence.rows(sql, [positions]) if positions else ():
        cell = " ".join(str(row[name]) for name in NAMES if row[name])
        yield Veto(f"estimate {cell}", DECIDED, (why.format(**row),))
