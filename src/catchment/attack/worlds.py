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

from collections.abc import Iterator

import numpy as np

from catchment.attack import cells, genders
from catchment.attack.audit import Answer, Audit, Veto
from catchment.attack.evidence import MOST, Evidence

NO_LIMIT = 2**40
BEGUN = 5
"""Students of a class that has begun."""
KINDS = ("flagged", "held", "coded", "unreported")
CODED = f"SELECT * FROM ({genders.ROWS}) WHERE code IN ('low', 'high') ORDER BY school, year"


def worlds(evidence: Evidence, audit: Audit) -> Answer:
    """Counts the values that each withheld number keeps; a veto for each that keeps fewer than promised."""
    lay_out(evidence)
    audit.withheld = dict.fromkeys(KINDS, 0)
    found = evidence.rows("SELECT kind, count(*) AS doubts, min(kept) AS least FROM doubts GROUP BY kind")
    audit.withheld |= {row["kind"]: row["doubts"] for row in found}
    audit.least |= {row["kind"]: row["least"] for row in found}
    vetoes = [*_short(evidence), *_coded(evidence, audit)]
    return Answer(sum(audit.withheld.values()), vetoes)


def least_for_readers(evidence: Evidence) -> int | None:
    """The fewest values of a flagged count for whoever reads that a class of the group began: with five
    students at least, and so many fewer left for other groups. None where no class of any began."""
    found = evidence.rows(f"""
        WITH known AS (
            SELECT *, CASE WHEN began AND kind = 'flagged' THEN greatest(lowest, {BEGUN})
                ELSE lowest END AS now
            FROM (SELECT possible.*, EXISTS (FROM roster WHERE school_id = school AND school_year = year
                AND course_id = course AND started_on IS NOT NULL) AS began FROM possible)
        ), caps AS (
            SELECT *, cap - coalesce(sum(now - lowest) OVER (PARTITION BY school, year, family), 0)
                + now - lowest AS room FROM known
        )
        SELECT min(greatest(0, least(n - 1, room) - now + 1))::BIGINT AS least FROM caps
        WHERE began AND kind = 'flagged'
    """)
    return found[0]["least"]


def lay_out(evidence: Evidence) -> None:
    """Makes `possible` and `doubts`.

    `possible`: for each cell its kind, its least true count, and what the others leave it (`cap`). `doubts`:
    for each withheld count how many values it keeps and how many are promised.
    """
    evidence.con.execute(_POSSIBLE)
    evidence.con.execute(_DOUBTS)


_POSSIBLE = f"""
    CREATE OR REPLACE TABLE possible AS
    WITH kinds AS (
        SELECT cells.school, cells.year, family, cells.course, cells.students, cells.n, shown,
            CASE WHEN cells.students IS NULL THEN 'flagged'
                WHEN cells.students = stands.students THEN 'held' ELSE 'exact' END AS kind,
            CASE kind WHEN 'exact' THEN cells.students WHEN 'held' THEN 0
                ELSE CASE WHEN flagged THEN 0 ELSE 1 END END AS lowest
        FROM cells LEFT JOIN stands USING (school, year, course)
    ), sums AS (
        SELECT *, sum(lowest) OVER row::BIGINT AS forced,
            count(*) FILTER (kind = 'flagged') OVER row AS flags,
            sum(CASE kind WHEN 'exact' THEN students ELSE 0 END) OVER row::BIGINT AS certain
        FROM kinds WINDOW row AS (PARTITION BY school, year, family)
    )
    SELECT sums.*, enrolled,
        coalesce(CASE WHEN certain <= enrolled THEN enrolled - forced + lowest END, {NO_LIMIT})::BIGINT AS cap
    FROM sums LEFT JOIN rooms USING (school, year, family)
"""

# of a held count, every value up to the shown one is tried: would the ratchet have shown it?
_DOUBTS = """
    CREATE OR REPLACE TABLE doubts AS
    SELECT 'flagged' AS kind, school, year, family, course, n, enrolled,
        greatest(0, least(n - 1, cap) - lowest + 1) AS kept,
        CASE WHEN flags > n + 2 THEN 2 ELSE n - 1 END AS promised
    FROM possible WHERE kind = 'flagged'
    UNION ALL
    SELECT 'held', school, year, family, course, n, enrolled,
        len(list_filter(range(least(students, cap) + 1), lambda count: count < n OR count = students
            OR len(list_filter(shown, lambda old: abs(count - old) BETWEEN 1 AND n - 1)) > 0)),
        least(n, students + 1, cap + 1)
    FROM possible WHERE kind = 'held'
    UNION ALL
    SELECT 'unreported', rooms.school, rooms.year, family, 'courses not shown', rooms.n, rooms.enrolled,
        least(rooms.n - 1, rooms.enrolled - coalesce(forced, 0)) + 1, 2
    FROM rooms JOIN (SELECT kind AS family, count(*) AS courses FROM courses GROUP BY kind) USING (family)
    LEFT JOIN (SELECT school, year, family, any_value(forced) AS forced, count(*) AS named
        FROM possible GROUP BY ALL) USING (school, year, family)
    WHERE remaining BETWEEN 1 AND 2 * rooms.n - 1 AND coalesce(named, 0) < courses
"""


def _short(evidence: Evidence) -> Iterator[Veto]:
    for row in evidence.rows("SELECT * FROM doubts WHERE kept < promised ORDER BY ALL"):
        yield _veto(row, row["kept"], row["promised"])


def _coded(evidence: Evidence, audit: Audit) -> Iterator[Veto]:
    """Coded sides of gender, of which public figures leave so many values."""
    rows = evidence.columns(CODED)
    first, last = genders.span(rows)
    kept = last - first + 1
    audit.withheld["coded"] = len(kept)
    if len(kept):
        audit.least["coded"] = int(kept.min())
    for position in np.flatnonzero(kept < genders.LEAST)[:MOST]:
        row = {name: values[position] for name, values in rows.items()}
        yield _veto(row | {"kind": f"coded {row['code']}"}, int(kept[position]), genders.LEAST)


def _veto(row: dict, kept: int, promised: int) -> Veto:
    steps = (
        f"The value is {row['kind']}, n is {row['n']}, and public enrolment is {row['enrolled']}.",
        f"What else is published of the school leaves {kept} values; {promised} are promised.",
    )
    return Veto(cells.name(row), f"{kept} values", steps)
