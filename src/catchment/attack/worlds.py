"""Which values can each withheld number of a school still have? All of them, exactly, without a solver.

A world of a school and year is a true count for each course and a true number of female students that make
the published row. Each course's count comes from a set of its own:

- shown for the first time, or moved, in this release: that count;
- shown, as it stood before (`held`): every count that the ratchet would not have shown instead, so under n,
  or within n of a value shown before;
- flagged now for the first time: 1 to n-1; flagged before: 0 as well, because a flag stays;
- not shown where enrolment leaves under 2n (`unreported`): 0 to n-1.

Schools do not bind each other, and within a school only public enrolment binds courses: together they are no
more than the enrolled. So a value is possible exactly if the least counts of the other courses leave room for
it. (Where the counts that are certain exceed enrolment, the public figure is wrong and binds nothing.)

Promised, for each withheld value:

- flagged now for the first time: the n-1 values 1 to n-1; where more than n+2 small groups share what
  enrolment leaves (at least 2n), what that leaves, and never fewer than two;
- flagged before: 0 as well;
- held: n values from the shown one downwards, or what enrolment leaves;
- coded side of gender: three values at least; all n+1 of the code where public figures contradict the row;
- unreported: two values at least, wherever enrolment leaves room for a single student.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from catchment.attack import cells, genders
from catchment.attack.audit import Answer, Audit, Veto
from catchment.attack.evidence import MOST, Evidence

NO_LIMIT = 2**40
Whole = NDArray[np.int64]


def worlds(evidence: Evidence, audit: Audit) -> Answer:
    """Counts the values that each withheld number keeps; a veto for each that keeps fewer than promised."""
    lay_out(evidence)
    vetoes: list[Veto] = []
    for kind, values in _values(evidence).items():
        audit.withheld[kind] = len(values.left)
        if len(values.left):
            audit.least[kind] = int(values.left.min())
        vetoes += _vetoes(evidence, kind, values)
    return Answer(sum(audit.withheld.values()), vetoes)


class Values(NamedTuple):
    """How many values each withheld number keeps, how many it must, and a query for the row it stands in."""

    left: Whole
    promised: Whole
    rows: str


def lay_out(evidence: Evidence) -> None:
    """`possible`: for each cell its kind, its least true count, and what the others leave it (`cap`)."""
    evidence.con.execute(f"""
        CREATE OR REPLACE TABLE possible AS
        WITH kinds AS (
            SELECT cells.school, cells.year, family, cells.course, cells.students, cells.n,
                coalesce(stands.flagged, false) AS before,
                CASE WHEN cells.students IS NULL THEN 'flagged'
                    WHEN cells.students = stands.students THEN 'held' ELSE 'exact' END AS kind,
                CASE kind WHEN 'exact' THEN cells.students WHEN 'flagged' THEN 1 - before::INTEGER
                    ELSE 0 END AS lowest
            FROM cells LEFT JOIN stands USING (school, year, course)
        ), sums AS (
            SELECT *, sum(lowest) OVER row::BIGINT AS forced,
                count(*) FILTER (kind = 'flagged') OVER row AS flags,
                sum(CASE kind WHEN 'exact' THEN students ELSE 0 END) OVER row::BIGINT AS certain
            FROM kinds WINDOW row AS (PARTITION BY school, year, family)
        )
        SELECT sums.*, enrolled, coalesce(CASE WHEN certain <= enrolled THEN enrolled - forced + lowest END,
            {NO_LIMIT})::BIGINT AS cap
        FROM sums LEFT JOIN rooms USING (school, year, family)
        ORDER BY school, year, family, course
    """)


FLAGGED = "SELECT * FROM possible WHERE kind = 'flagged' ORDER BY school, year, course"
HELD = "SELECT * FROM possible WHERE kind = 'held' ORDER BY school, year, course"
CODED = f"SELECT * FROM ({genders.ROWS}) WHERE code IN ('low', 'high') ORDER BY school, year"
UNREPORTED = """
    WITH catalogue AS (SELECT kind AS family, count(*) AS courses FROM courses GROUP BY kind),
    named AS (SELECT school, year, family, any_value(forced) AS forced, count(*) AS courses
        FROM possible GROUP BY ALL)
    SELECT school, year, family, 'courses not shown' AS course, rooms.n, rooms.enrolled,
        rooms.enrolled - coalesce(forced, 0) AS cap
    FROM rooms JOIN catalogue USING (family) LEFT JOIN named USING (school, year, family)
    WHERE remaining BETWEEN 1 AND 2 * rooms.n - 1 AND coalesce(named.courses, 0) < catalogue.courses
    ORDER BY school, year, family
"""


def _values(evidence: Evidence) -> dict[str, Values]:
    flagged, held, coded, rest = map(evidence.columns, (FLAGGED, HELD, CODED, UNREPORTED))
    first, last = genders.span(coded)
    n = flagged["n"]
    kept = np.where(flagged["flags"] > n + 2, 2, n - 1)
    open_to_enrolment = np.minimum(np.minimum(held["n"], held["students"] + 1), held["cap"] + 1)
    return {
        "flagged": Values(_of_flag(n, flagged["lowest"], flagged["cap"]), kept, FLAGGED),
        "held": Values(of_held(held["students"], held["n"], held["cap"]), open_to_enrolment, HELD),
        "coded": Values(last - first + 1, np.full(len(coded["n"]), genders.LEAST), CODED),
        "unreported": Values(_of_flag(rest["n"], 0, rest["cap"]), np.full(len(rest["n"]), 2), UNREPORTED),
    }


def _of_flag(n: Whole, lowest: Whole | int, cap: Whole) -> Whole:
    return np.maximum(0, np.minimum(n - 1, cap) - lowest + 1)


def of_held(shown: Whole, n: Whole, cap: Whole) -> Whole:
    """Values up to the shown one: those under n, and those within n below it."""
    top = np.minimum(shown, cap)
    small = np.minimum(n - 1, top) + 1
    near = np.maximum(0, top - np.maximum(shown - n, n - 1))
    return np.maximum(0, small + near)


def _vetoes(evidence: Evidence, kind: str, values: Values) -> list[Veto]:
    short = np.flatnonzero(values.left < values.promised)
    if not len(short):
        return []
    table = evidence.arrow(values.rows)
    return [
        _veto(kind, table.slice(position, 1).to_pylist()[0], values.left[position], values.promised[position])
        for position in short[:MOST].tolist()
    ]


def _veto(kind: str, row: dict, left: int, promised: int) -> Veto:
    steps = (
        f"The value is {kind}, n is {row['n']}, and public enrolment is {row.get('enrolled')}.",
        f"The other counts of the school's row leave {left} values; {promised} are promised.",
    )
    return Veto(cells.name(row), f"{left} values", steps)
