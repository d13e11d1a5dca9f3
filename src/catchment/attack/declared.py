"""Do reporting groups and targets say more than the shown cells of schools and the aims of a partner?

A group is any list of schools, so its figures must be sums of the very cells that lie on the schools' own
shelves. A target is a number that nothing in the release makes; so it must at least be one that its metric
can reach, once, and for a metric that the release explains.
"""

from collections.abc import Iterator

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence

KEY = "group_id, whose, school_year, course_id"
SAID = ("students", "groups_left_out", "schools", "active_schools", "as_of")


def declared(evidence: Evidence) -> Answer:
    """Adds up each group's schools itself, and looks at what a target could be beside a target."""
    vetoes = [*_sums(evidence), *_names(evidence), *_targets(evidence)]
    return Answer(evidence.count("group_counts") + evidence.count("targets"), vetoes)


def _sums(evidence: Evidence) -> Iterator[Veto]:
    differs = " OR ".join(f"said.{name} IS DISTINCT FROM due.{name}" for name in SAID)
    found = evidence.rows(f"""
        WITH {_DUE}, said AS (
            SELECT group_id, coalesce(partner_id, '') AS whose, school_year, course_id, count(*) AS times,
                {", ".join(f"any_value({name}) AS {name}" for name in SAID)}
            FROM group_counts GROUP BY group_id, whose, school_year, course_id
        )
        SELECT {KEY}, times, [{", ".join(f"said.{name}::VARCHAR" for name in SAID)}] AS said,
            [{", ".join(f"due.{name}::VARCHAR" for name in SAID)}] AS due
        FROM said FULL JOIN rows AS due USING ({KEY})
        WHERE times IS DISTINCT FROM 1 OR {differs} ORDER BY ALL
    """)
    for row in found:
        cell = f"group {row['group_id']} {row['whose']}, {row['school_year']}, {row['course_id']}"
        steps = (
            f"It says {row['said']}: students, small groups left out, schools, active schools, day.",
            f"Its schools' own rows make {row['due']}; it should stand there once.",
        )
        yield Veto(cell, "students who are in no shown group", steps)


_DUE = f"""
    members AS (
        SELECT DISTINCT group_id, coalesce(partner_id, '') AS whose, school_id AS school
        FROM reporting_groups
    ), cellwise AS (
        SELECT group_id, whose, cells.school, year AS school_year, students,
            unnest(CASE family WHEN 'course' THEN [course, 'all'] ELSE [course] END) AS course_id
        FROM members JOIN cells USING (school)
    ), sums AS (
        SELECT {KEY}, coalesce(sum(students), 0)::BIGINT AS students,
            (count(*) - count(students))::BIGINT AS groups_left_out,
            count(DISTINCT school) AS active_schools
        FROM cellwise GROUP BY ALL
    ), every AS (
        SELECT group_id, whose, year AS school_year, count(homes.school) AS schools
        FROM members CROSS JOIN years LEFT JOIN homes USING (school, year) GROUP BY ALL
    ), due AS (
        SELECT group_id, whose, school_year, schools,
            unnest(list_distinct(['all', sums.course_id])) AS course_id
        FROM every LEFT JOIN sums USING (group_id, whose, school_year)
    ), days AS (
        SELECT school_year, any_value(as_of) AS as_of FROM schools GROUP BY school_year
    ), rows AS (
        SELECT DISTINCT {KEY}, schools, as_of, coalesce(students, 0) AS students,
            coalesce(groups_left_out, 0) AS groups_left_out, coalesce(active_schools, 0) AS active_schools
        FROM due LEFT JOIN sums USING ({KEY}) LEFT JOIN days USING (school_year)
    )
"""
"""The tables of a query, the last of which (`rows`) has what the rows of every group must be."""


def _names(evidence: Evidence) -> Iterator[Veto]:
    """A school is in a group once: a list that says one twice could count something."""
    found = evidence.rows(
        "SELECT group_id, coalesce(partner_id, '') AS whose, school_id, count(*) AS times "
        "FROM reporting_groups GROUP BY ALL HAVING times > 1 ORDER BY ALL"
    )
    for row in found:
        why = f"It names a school {row['times']} times."
        yield Veto(
            f"group {row['group_id']} {row['whose']}, {row['school_id']}", "whatever it counts", (why,)
        )


def _targets(evidence: Evidence) -> Iterator[Veto]:
    units = {metric["id"]: metric["unit"] for metric in evidence.candidate.manifest["metrics"]}
    found = evidence.rows(
        "SELECT *, count(*) OVER (PARTITION BY partner_id, training_year, metric_id) AS times FROM targets "
        "ORDER BY ALL"
    )
    for row in found:
        unit, target = units.get(row["metric_id"]), row["target"]
        cell = f"target of {row['partner_id']}, {row['training_year']}, {row['metric_id']}"
        if unit is None:
            yield Veto(cell, "whatever it counts", ("The release explains no such metric.",))
        elif row["times"] > 1:
            yield Veto(cell, "their difference", ("It stands there more than once.",))
        elif unit in ("share", "yes or no") and not 0 <= target <= 1:
            yield Veto(cell, f"whatever {target:g} counts", (f"It is {target:g}, and a share is at most 1.",))
