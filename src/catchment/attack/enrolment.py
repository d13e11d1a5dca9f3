"""Does public enrolment, minus the students shown, give a small group away?"""

from catchment.attack import cells
from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence


def enrolment(evidence: Evidence) -> Answer:
    """A flag where enrolment leaves under 2n, and a flag taken back where it leaves more."""
    return Answer(
        evidence.count("cells WHERE students IS NULL"), [*_too_tight(evidence), *_dropped(evidence)]
    )


def _too_tight(evidence: Evidence) -> list[Veto]:
    found = evidence.rows(
        "SELECT cells.school, cells.year, cells.course, cells.n, enrolled, shown, remaining, "
        "count(*) OVER (PARTITION BY cells.school, cells.year, family) AS flags "
        "FROM cells JOIN rooms USING (school, year, family) "
        "WHERE students IS NULL AND remaining < 2 * cells.n ORDER BY ALL"
    )
    return [
        Veto(
            cells.name(row),
            f"1 to {max(1, min(row['n'] - 1, row['remaining'] - row['flags'] + 1))}",
            (
                f"{row['enrolled']} are enrolled, {row['shown']} are shown: {row['remaining']} are left.",
                f"That is under 2n = {2 * row['n']}, yet the group is said to be active.",
                f"It shares what is left with {row['flags'] - 1} other small groups.",
            ),
        )
        for row in found
    ]


def _dropped(evidence: Evidence) -> list[Veto]:
    """A flag stays for the year, whatever the group has become, unless enrolment says too much."""
    found = evidence.rows(
        "SELECT stands.school, stands.year, stands.course FROM stands "
        "JOIN homes USING (school, year) JOIN courses ON course = course_id "
        "LEFT JOIN rooms ON rooms.school = stands.school AND rooms.year = stands.year AND family = kind "
        "WHERE stands.students IS NULL AND (remaining IS NULL OR remaining >= 2 * homes.n) "
        "AND NOT EXISTS (FROM cells WHERE cells.school = stands.school AND cells.year = stands.year "
        "AND cells.course = stands.course) ORDER BY ALL"
    )
    steps = (
        "An earlier release says that the group is active.",
        "This one does not name it, though enrolment leaves room enough.",
        "A flag stays for the whole year, so the last student must have left.",
    )
    return [Veto(cells.name(row), "exactly 0", steps) for row in found]
