"""Do releases, laid side by side, give away the few who joined or left in between?"""

from catchment.attack import cells
from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence


def ratchet(evidence: Evidence) -> Answer:
    """Each shown count may stay, appear, or move by at least n from every value of any earlier release.

    With every earlier one, not only the last: 20, 31, 21 moves by 10 or more at each step. A cell that is as
    in the last release is not judged again: under an older, lower n it may have moved by less.
    """
    found = evidence.rows("""
        SELECT past.school, past.year, past.course, past.students AS before, cells.students AS now, cells.n
        FROM past
        LEFT JOIN stands USING (school, year, course) LEFT JOIN cells USING (school, year, course)
        WHERE past.students IS NOT NULL AND cells.students IS DISTINCT FROM stands.students
            AND (now IS NULL OR abs(now - before) BETWEEN 1 AND cells.n - 1)
        ORDER BY ALL
    """)
    return Answer(evidence.count("past"), [_veto(row) for row in found])


def _veto(row: dict) -> Veto:
    before, now = row["before"], row["now"]
    if now is None:
        return Veto(
            cells.name(row),
            "a count that fell",
            (f"An earlier release shows {before}.", "This one shows nothing, and a shown count stays shown."),
        )
    steps = (f"An earlier release shows {before}.", f"This one shows {now}.")
    moved = f"exactly {abs(now - before)} students who {'came' if now > before else 'left'} in between"
    return Veto(cells.name(row), moved, steps)


def dated(evidence: Evidence) -> Answer:
    """Every row of an open year is as of the release; no year that was published is gone."""
    release = evidence.candidate
    closed = [label for label, year in evidence.years.items() if year.closed]
    found = evidence.rows(
        "SELECT school_year, as_of, count(*) AS rows FROM schools "
        "WHERE NOT list_contains(?::VARCHAR[], school_year) AND as_of IS DISTINCT FROM ? GROUP BY ALL",
        [closed, release.as_of],
    )
    stale = [
        Veto(
            f"schools, {row['school_year']}",
            "numbers of another day",
            (f"{row['rows']} rows are as of {row['as_of']}, the release is as of {release.as_of}.",),
        )
        for row in found
    ]
    return Answer(len(evidence.years), [*stale, *_gone(evidence)])


def _gone(evidence: Evidence) -> list[Veto]:
    found = evidence.rows(
        "SELECT DISTINCT year FROM stands ANTI JOIN schools ON year = school_year ORDER BY ALL"
    )
    steps = ("An earlier release has groups of this school year.", "This one does not hold it any more.")
    return [Veto(f"school year {row['year']}", "counts that fell", steps) for row in found]
