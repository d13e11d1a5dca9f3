"""What is measured for the opportunity score of schools; the score itself reads published figures."""

from datetime import date

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.signals import latest_of
from catchment.measures.step import Tables
from catchment.network import clocks


def trained_here(tables: Tables) -> ir.Table:
    """school × partner × school year → sharing, not_teaching: teachers there whom the partner trained.

    Only those who share their data with the partner. `not_teaching`: in the school year they started neither
    the course trained in nor another one. A teacher trained for two courses is one teacher.
    """
    rows = tables["roster_all"]
    rows = rows.filter(rows.sharing, rows.school_id.notnull())
    rows = rows.mutate(teaches=rows.started_on.notnull() | rows.teaches_other_course)
    people = rows.group_by("school_id", "partner_id", "school_year", "person_id").agg(teaches=_.teaches.any())
    return people.group_by("school_id", "partner_id", "school_year").agg(
        sharing=_.count(), not_teaching=_.count(where=~_.teaches)
    )


def opportunity_inputs(tables: Tables, as_of: date) -> ir.Table:
    """school_id → need (enrolled, high_needs, rural) and readiness, whether or not anybody is active there.

    Readiness: hour_of_code_last_year (students of the school year before that of `as_of`, 0 if none), the
    latest pledge, event and application that may be seen, and how many of the policies of its state stand.
    """
    rows = tables["school_facts"].select("school_id", "enrolled", "enrolled_year", "high_needs", "rural")
    for facts in (_hour_of_code(tables, as_of), *(latest_of(tables, kind) for kind in _KINDS)):
        rows = rows.left_join(facts, "school_id").drop("school_id_right")
    states = tables["schools"].select("school_id", "state")
    rows = rows.inner_join(states, "school_id").left_join(_policies(tables), "state")
    return rows.drop("state", "state_right").mutate(
        hour_of_code_last_year=_.hour_of_code_last_year.fill_null(0), policies=_.policies.fill_null(0)
    )


_KINDS = ("pledge", "event", "application")


def _hour_of_code(tables: Tables, as_of: date) -> ir.Table:
    last_year = clocks.shift(clocks.school_year(as_of), -1)
    rows = tables["atoms"]
    rows = rows.filter(rows.kind == "hour_of_code", rows.school_year == ibis.literal(last_year))
    return rows.group_by("school_id").agg(hour_of_code_last_year=_.students.sum())


def _policies(tables: Tables) -> ir.Table:
    policies = tables["state_policies"]
    return policies.filter(policies.status == "yes").group_by("state").agg(policies=_.count())
