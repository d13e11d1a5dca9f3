"""Does a school's one row on gender say more than its code, or at another time than the census?

But for the count itself, the code of a row follows from the base and from public figures; a row whose code
does not follow was decided on something that nobody should know.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence, parquet

LEAST = 3
"""Values that a coded side must keep."""
Whole = NDArray[np.int64]

ROWS = """
    SELECT geo_id AS school, school_year AS year, 'all' AS course, gender_base AS base,
        schools.female AS said, female_code AS code, sexes.n, enrolled, sexes.female, male,
        coalesce(shown, 0) AS shown
    FROM schools JOIN sexes ON school = geo_id AND sexes.year = school_year
    LEFT JOIN (SELECT school AS place, year AS term, sum(students)::BIGINT AS shown FROM cells
        WHERE family = 'course' GROUP BY ALL) ON place = geo_id AND term = school_year
    WHERE course_id = 'all'
"""


class Sides(NamedTuple):
    """What public figures leave of the two coded sides of each row: first and last value of each.

    `known` says where the figures are of use at all; a side is empty where its last is below its first.
    """

    known: NDArray[np.bool_]
    low: tuple[Whole, Whole]
    high: tuple[Whole, Whole]


def genders(evidence: Evidence) -> Answer:
    """Is every breakdown at its one place and time, coded as public facts demand, and a copy ever after?"""
    rank = len(evidence.earlier)
    now = [label for label, year in evidence.years.items() if year.census == rank]
    early = [label for label in now if evidence.candidate.as_of < evidence.candidate.census(label)]
    vetoes = [*_misplaced(evidence), *_too_early(early), *_odd(evidence, now), *_moved(evidence, now)]
    return Answer(evidence.count("schools WHERE female_code IS NOT NULL"), vetoes)


def sides(base: Whole, n: Whole, enrolled: Whole, female: Whole, male: Whole) -> Sides:
    """Bounds of the number of female students among `base`; a blank public figure is -1."""
    known = (enrolled >= 0) & (female >= 0) & (female + np.maximum(male, 0) <= enrolled)
    least = np.maximum(0, base - (enrolled - female))
    most = np.minimum(base, female)
    known &= least <= most
    return Sides(known, (least, np.minimum(most, n)), (np.maximum(least, base - n), most))


def breakable(base: Whole, n: Whole, public: Sides) -> NDArray[np.bool_]:
    """Where a row may be broken down: the base is over 2n, and no side has a value but fewer than three."""
    sizes = (last - first + 1 for first, last in (public.low, public.high))
    low, high = ((size <= 0) | (size >= LEAST) for size in sizes)
    return (base > 2 * n) & public.known & low & high


def span(rows: dict[str, Any]) -> tuple[Whole, Whole]:
    """First and last number of female students behind each coded row.

    Where public figures allow no value of the side, they are wrong, and the whole side is open.
    """
    base, n = rows["base"], rows["n"]
    public = sides(base, n, rows["enrolled"], rows["female"], rows["male"])
    low = rows["code"] == "low"
    first, last = (np.where(low, public.low[end], public.high[end]) for end in (0, 1))
    useful = public.known & (first <= last)
    return np.where(useful, first, np.where(low, 0, base - n)), np.where(useful, last, np.where(low, n, base))


def _odd(evidence: Evidence, now: list[str]) -> Iterator[Veto]:
    """Rows of this release's own census whose code does not follow from the rules."""
    if not now:
        return
    years = ", ".join(f"'{label}'" for label in now)
    rows = evidence.columns(f"{ROWS} AND school_year IN ({years}) ORDER BY 1, 2")
    base, n, code, said = rows["base"], rows["n"], rows["code"], rows["said"]
    open_to_all = breakable(base, n, sides(base, n, rows["enrolled"], rows["female"], rows["male"]))
    yield from _vetoes(rows, base < 0, "a code without its base", "It has a code but no base, or no code.")
    yield from _vetoes(
        rows,
        base > rows["shown"],
        "students of small groups",
        "{base} reported a gender, but only {shown} students are shown: the others are in withheld groups.",
    )
    yield from _vetoes(
        rows,
        ~open_to_all & (code != "few"),
        "fewer than 3 numbers of female students, or a group of under n",
        "{base} reported a gender; enrolment is {enrolled}, {female} of them female (-1: blank). "
        "That leaves a coded side with fewer than 3 values, or a base of 2n or fewer.",
        "Such a row must not be broken down, yet its code is {code}.",
    )
    yield from _vetoes(
        rows,
        open_to_all & (code == "few"),
        "a number of female students that somebody wished to hide",
        "{base} reported a gender, and public figures leave room for every code.",
        "Yet it is not broken down, which only the count itself can have decided.",
    )
    exact = (code == "exact") & (said > n) & (said < base - n)
    coded = np.isin(code, ("low", "high", "few")) & (said < 0)
    yield from _vetoes(
        rows, ~exact & ~coded, "{said} female students", "Beside the code {code}, {said} of {base} stands."
    )


def _vetoes(rows: dict[str, Any], wrong: NDArray[np.bool_], narrows_to: str, *steps: str) -> Iterator[Veto]:
    for position in np.flatnonzero(wrong)[:1000]:
        row = {name: values[position] for name, values in rows.items()}
        said = tuple(step.format(**row) for step in steps)
        yield Veto(f"school {row['school']}, {row['year']}", narrows_to.format(**row), said)


def _misplaced(evidence: Evidence) -> list[Veto]:
    """Gender beside a course; or some schools broken down in a year, and others not yet."""
    found = evidence.rows("""
        SELECT geo_id AS school, school_year AS year, course_id AS course FROM schools JOIN years
            ON year = school_year
        WHERE CASE WHEN course_id <> 'all' OR census IS NULL
            THEN coalesce(gender_base, schools.female) IS NOT NULL OR female_code IS NOT NULL
            ELSE female_code IS NULL OR gender_base IS NULL END ORDER BY ALL
    """)
    why = "A year has one breakdown for each school, over all its courses together, for all schools at once."
    return [
        Veto(f"school {row['school']}, {row['year']}, {row['course']}", "a second one", (why,))
        for row in found
    ]


def _too_early(years: list[str]) -> list[Veto]:
    why = "Its students are broken down before the day of the census, when groups still grow."
    return [Veto(f"school year {label}", "what changes until the census", (why,)) for label in years]


def _moved(evidence: Evidence, now: list[str]) -> list[Veto]:
    """A breakdown of an earlier census differs from the last release; a school new since then has one."""
    if not evidence.earlier:
        return []
    found = evidence.rows(
        f"""
        WITH earlier AS (
            SELECT geo_id, school_year, gender_base AS old_base, female AS old_female, female_code AS old_code
            FROM {parquet(evidence.earlier[-1].files("schools"))} WHERE course_id = 'all'
        ), now AS (
            SELECT geo_id, school_year, gender_base AS base, female, female_code AS code
            FROM schools JOIN years ON year = school_year
            WHERE course_id = 'all' AND census IS NOT NULL AND NOT list_contains(?::VARCHAR[], school_year)
        ), both_rows AS (
            SELECT geo_id AS school, school_year AS year, base, female, code,
                coalesce(old_base, 0) AS old_base,
                old_female, coalesce(old_code, 'few') AS old_code
            FROM now LEFT JOIN earlier USING (geo_id, school_year)
        )
        SELECT * FROM both_rows
        WHERE (base, female, code) IS DISTINCT FROM (old_base, old_female, old_code) ORDER BY ALL
        """,
        [now],
    )
    return [
        Veto(
            f"school {row['school']}, {row['year']}",
            "who came, left or changed an answer since the census",
            (
                f"The census said {row['old_code']} {row['old_female']} of {row['old_base']}.",
                f"This release says {row['code']} {row['female']} of {row['base']}.",
            ),
        )
        for row in found
    ]
