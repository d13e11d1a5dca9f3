"""Do the columns of a teacher row that span years agree with the rows themselves?

They are told of classes of five at least, and each follows from what the teacher's rows say of single years:
a value that does not follow was made of something else. Rows of closed years are copies and may be older than
what a later year says, so only trainings and people are held together whose rows are all of open years.
"""

from collections.abc import Iterator

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence

ACTIVE = ("new", "retained", "returned")
WORDS = (*ACTIVE, "lapsed_this_year", "lapsed", "never")
WITHIN = 365
IN_A_ROW = {
    "days_to_start < 0 OR days_to_start <> coalesce(started_on - trained_on, -1)":
        "Its days to the start are not those from the training to its start.",
    f"implementation_365 AND days_to_start > {WITHIN}":
        "It started within 365 days, and took more.",
    f"NOT implementation_365 AND days_to_start <= {WITHIN}":
        "It did not start within 365 days, and took no more.",
    "implementation_365 IS NOT NULL AND started_before_training":
        "It says when the teacher started who had taught before the training.",
    "started_on < trained_on AND NOT started_before_training":
        "It started before the training, and says no.",
    f"teacher_status NOT IN {WORDS}":
        "There is no such status over the years.",
    f"teacher_status IN {ACTIVE} AND started_on IS NULL AND NOT teaches_other_course":
        "The teacher is active, and no class has started.",
    f"NOT implemented_any AND teacher_status IN {ACTIVE} AND begins - trained_in IN (0, 1)":
        "The teacher is active in one of the first two years, and taught nothing.",
}  # fmt: skip
"""What cannot hold in one row, and what it means."""


def careers(evidence: Evidence) -> Answer:
    """Days, starts and statuses over the years, against each row and the other rows of the teacher."""
    _open(evidence)
    vetoes = [*_in_a_row(evidence), *_of_a_training(evidence), *_of_a_person(evidence)]
    return Answer(evidence.count("roster"), vetoes)


def _open(evidence: Evidence) -> None:
    """`told`: the roster, each row with whether it is a copy and the calendar years in which its years begin.

    A year that is over and has no counts may be a copy too.
    """
    evidence.con.execute(
        """
        CREATE OR REPLACE TABLE told AS
        SELECT roster.*, coalesce(closed, school_year < ?) AS copied,
            left(school_year, 4)::INTEGER AS begins, left(training_year, 4)::INTEGER AS trained_in
        FROM roster LEFT JOIN years ON year = school_year
        """,
        [evidence.candidate.manifest["school_year"]],
    )


def _in_a_row(evidence: Evidence) -> Iterator[Veto]:
    for condition, why in IN_A_ROW.items():
        for row in evidence.rows(f"SELECT * FROM told WHERE {condition} ORDER BY ALL"):
            yield _veto(row, why)


def _of_a_training(evidence: Evidence) -> Iterator[Veto]:
    """A June training may be followed by a start in June, of a school year that has no row."""
    found = evidence.rows(f"""
        WITH trainings AS (
            SELECT partner_id, person_id, course_id, training_year, max(school_year) AS school_year,
                bool_or(implementation_365) AS soon, bool_or(NOT implementation_365) AS late,
                bool_or(implemented_any) AS taught, bool_or(NOT implemented_any) AS idle,
                bool_or(started_on - trained_on BETWEEN 0 AND {WITHIN}) AS seen_soon,
                bool_or(month(trained_on) = 6 AND year(trained_on) = trained_in) AS in_june,
                bool_or(teacher_status IN {ACTIVE} AND begins - trained_in IN (0, 1)) AS seen_teaching
            FROM told GROUP BY ALL HAVING NOT bool_or(copied)
        )
        SELECT *, CASE WHEN soon AND NOT coalesce(seen_soon, false) AND NOT in_june
                THEN 'It started within 365 days, and no row of the training shows that.'
            WHEN late AND seen_soon THEN 'It did not start within 365 days, and a row of the training did.'
            WHEN taught AND NOT coalesce(seen_teaching, false)
                THEN 'The teacher taught in the first two years, and no row of theirs shows that.'
            WHEN idle AND seen_teaching THEN 'The teacher taught nothing, and a row shows that they did.'
            END AS why
        FROM trainings WHERE why IS NOT NULL ORDER BY ALL
    """)
    for row in found:
        yield _veto(row, row["why"])


def _of_a_person(evidence: Evidence) -> Iterator[Veto]:
    """One status a year, that follows from those of the years before, as far as these have rows."""
    found = evidence.rows(f"""
        WITH statuses AS (
            SELECT DISTINCT person_id, begins, school_year, teacher_status AS status,
                teacher_status IN {ACTIVE} AS active
            FROM told WHERE NOT copied AND teacher_status IS NOT NULL
        )
        SELECT 'a teacher' AS partner_id, 'any course' AS course_id, now.school_year, now.status,
            before.status AS beside
        FROM statuses AS now JOIN statuses AS before USING (person_id)
        WHERE (now.begins = before.begins AND now.status <> before.status)
            OR (now.begins = before.begins + 1
                AND (now.status IN ('retained', 'lapsed_this_year')) <> before.active)
            OR (now.begins > before.begins AND before.active AND now.status IN ('new', 'never'))
        ORDER BY ALL
    """)
    for row in found:
        yield _veto(row, f"Its status over the years is {row['status']}, beside {row['beside']}.")


def _veto(row: dict, why: str) -> Veto:
    cell = f"{row['partner_id']}, {row['course_id']}, {row['school_year']}"
    return Veto(cell, "what the class was not said to have done", (why,))
