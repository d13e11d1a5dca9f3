"""Which rows a roster has, and who may be seen on it."""

from datetime import date

import ibis
import ibis.expr.types as ir

from catchment.measures.step import Tables
from catchment.network import clocks
from catchment.network.consent import ROSTER

YEARLY = ["person_id", "course_id", "school_year"]
"""What a class belongs to; the facts of a class are the same for every training that it follows."""
CLASS = ["person_id", "candidate_id", "school_year"]
"""One class of a person, of one of the courses that count for the course trained in."""


def roster_rows(tables: Tables, as_of: date) -> ir.Table:
    """Every training × school year, from the training year's to the later of the as-of date's and its own.

    A June trainee's training year is ahead of the school year: one row, in the year to come.
    """
    trained, years = tables["trainings"], tables["school_years"].select("school_year")
    until = ibis.greatest(trained.training_year, clocks.school_year(as_of))
    trained = trained.mutate(until=until)
    rows = trained.inner_join(
        years, [years.school_year >= trained.training_year, years.school_year <= trained.until]
    )
    return rows.drop("until")


def roster_classes(tables: Tables) -> ir.Table:
    """person × course × school year of the roster × candidate course whose class counts for it."""
    rows = tables["roster_rows"].select(*YEARLY).distinct()
    return rows.inner_join(tables["course_candidates"], "course_id")


def course_candidates(tables: Tables) -> ir.Table:
    """course_id → candidate_id, the courses whose class shows that the course is taught.

    The course itself; in K-5 any course of its family, because a class takes the one of its grade.
    """
    courses = tables["courses"]
    young = courses.filter(courses.grade_band == "K-5", courses.kind == "course").select(
        "course_id", "family"
    )
    siblings = young.inner_join(young.select("family", candidate_id="course_id"), "family")
    own = courses.select("course_id", candidate_id="course_id")
    return own.union(siblings.select("course_id", "candidate_id"), distinct=True)


def sharing(tables: Tables) -> ir.Table:
    """person × partner with a roster consent in force: granted, and not withdrawn since.

    A withdrawal ends every consent granted before it, also through an older text nobody crossed out.
    """
    consents = tables["known_consents"]
    consents = consents.filter(consents.scope == ROSTER)
    key = ["person_id", "partner_id"]
    last = consents.group_by(key).agg(
        granted_on=consents.granted_on.max(where=consents.withdrawn_on.isnull()),
        withdrawn_on=consents.withdrawn_on.max(),
    )
    in_force = last.granted_on.notnull() & (
        last.withdrawn_on.isnull() | (last.granted_on >= last.withdrawn_on)
    )
    return last.filter(in_force).select(*key)
