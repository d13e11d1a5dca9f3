"""Do teacher rows say more than their teachers agreed to, or more about a class than its school's row?

All partners' shelves are read together. What a row itself says of its class narrows that group for whoever
may read the row; the promise leaves this out, so it is counted and no veto.
"""

from collections.abc import Iterator

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence

AFTER_START = (
    "status_since",
    "last_activity_on",
    "completed_on",
    "completed_level",
    "days_to_start",
    "furthest_unit",
    "furthest_unit_name",
)
MOST_UNITS = 50
BEFORE_START = ("too_early", "no_class", "class_forming", "not_started")
COHORT = "partner_id, training_year, course_id, school_year"
SUMS = {
    "started": "begun",
    "completed": "done",
    "workshop_retained": "stayed",
    "started_365": "soon",
    "started_before_training": "before",
    "implemented_any": "taught",
}
"""Column of a cohort -> what its rows make."""
_COUNTED = "share, started, completed, stayed, started within a year, had before, taught anything"
PERSON = "partner_id AS partner, course_id AS course, school_year AS year"


def teachers(evidence: Evidence) -> Answer:
    """A class told of before it started, a row said twice, figures beyond the people who share."""
    vetoes = [*_too_early(evidence), *_backwards(evidence), *_doubled(evidence)]
    vetoes += [*_beyond(evidence), *_rates(evidence), *_far(evidence)]
    return Answer(evidence.count("roster"), vetoes)


def narrowed(evidence: Evidence) -> int:
    """How many flagged groups have a row of a class that began, for the readers of that row."""
    return evidence.count("""(
        SELECT DISTINCT school, year, course FROM cells
        JOIN roster ON school = school_id AND year = school_year AND course = course_id
        WHERE students IS NULL AND started_on IS NOT NULL)""")


def _too_early(evidence: Evidence) -> Iterator[Veto]:
    told = ", ".join(f"CASE WHEN {column} IS NOT NULL THEN '{column}' END" for column in AFTER_START)
    found = evidence.rows(f"""
        SELECT {PERSON}, status, concat_ws(', ', {told}) AS told FROM roster
        WHERE started_on IS NULL AND (told <> '' OR status IS NULL OR status NOT IN {BEFORE_START})
        ORDER BY ALL
    """)
    for row in found:
        steps = (
            "The class has not started.",
            f"Yet the row tells {row['told'] or 'the status ' + str(row['status'])}.",
        )
        yield Veto(_row(row), "what 1 to 4 students did", steps)


def _backwards(evidence: Evidence) -> Iterator[Veto]:
    """A date before the class had five students is a date of fewer."""
    found = evidence.rows(
        f"SELECT {PERSON}, started_on, least(completed_on, status_since, last_activity_on) AS first "
        "FROM roster WHERE first < started_on ORDER BY ALL"
    )
    for row in found:
        steps = (f"The class started on {row['started_on']}.", f"The row has a date before: {row['first']}.")
        yield Veto(_row(row), "what 1 to 4 students did", steps)


def _doubled(evidence: Evidence) -> Iterator[Veto]:
    found = evidence.rows(
        f"SELECT {PERSON}, person_id, training_year, count(*) AS times FROM roster "
        "GROUP BY ALL HAVING times > 1 ORDER BY ALL"
    )
    for row in found:
        yield Veto(_row(row), "their difference", (f"{row['times']} rows tell of one class.",))


def _beyond(evidence: Evidence) -> Iterator[Veto]:
    """Cohort figures are sums of the rows beside them: one more is somebody who does not share."""
    found = evidence.rows(f"""
        WITH mine AS (SELECT {COHORT}, count(*) AS people, count(started_on) AS begun,
            count(completed_on) AS done, count(*) FILTER (workshop_retention) AS stayed,
            count(*) FILTER (implementation_365) AS soon, count(*) FILTER (started_before_training) AS before,
            count(*) FILTER (implemented_any) AS taught
            FROM roster GROUP BY ALL)
        SELECT {PERSON}, training_year, [sharing, {", ".join(SUMS)}] AS said,
            [coalesce(people, 0), {", ".join(f"coalesce({made}, 0)" for made in SUMS.values())}] AS made
        FROM cohorts FULL JOIN mine USING ({COHORT})
        WHERE coalesce(sharing, 0) <> coalesce(people, 0)
            OR {" OR ".join(f"{name} <> coalesce({made}, 0)" for name, made in SUMS.items())}
        ORDER BY ALL
    """)
    for row in found:
        steps = (
            f"The cohort has {row['said']} people who {_COUNTED}.",
            f"The rows beside it make {row['made']}.",
        )
        yield Veto(f"cohort {_row(row)}", "figures of somebody who does not share", steps)


def _rates(evidence: Evidence) -> Iterator[Veto]:
    found = evidence.rows(f"""
        SELECT {PERSON}, training_year, started, sharing, implementation_rate AS rate,
            CASE WHEN sharing > 0 THEN started / sharing END AS follows FROM cohorts
        WHERE (rate IS NULL) <> (follows IS NULL) OR abs(rate - follows) > 1e-9 ORDER BY ALL
    """)
    for row in found:
        steps = (f"{row['started']} of {row['sharing']} started.", f"Its rate is {row['rate']}.")
        yield Veto(f"cohort {_row(row)}", "figures of somebody who does not share", steps)


def _far(evidence: Evidence) -> Iterator[Veto]:
    """The number of a unit is small; a larger number counts something else."""
    found = evidence.rows(
        f"SELECT {PERSON}, furthest_unit FROM roster "
        f"WHERE furthest_unit NOT BETWEEN 1 AND {MOST_UNITS} ORDER BY ALL"
    )
    for row in found:
        why = f"Its furthest unit is {row['furthest_unit']}, and no course has such a unit."
        yield Veto(_row(row), f"whatever {row['furthest_unit']} counts", (why,))


def _row(row: dict) -> str:
    return f"{row['partner']}, {row['course']}, {row['year']}"
