"""The roster: every trained person with what their program does, year by year."""

from datetime import date

import ibis
import ibis.expr.types as ir

from catchment.measures.health import with_health
from catchment.measures.picking import partner_key
from catchment.measures.roster_rows import YEARLY
from catchment.measures.step import Tables
from catchment.measures.trainings import WHOSE
from catchment.measures.workshop_retention import QUARTERS, RETAINED

COLUMNS = (
    "partner_id",
    "person_id",
    "training_year",
    "course_id",
    "school_year",
    "school_id",
    "trained_on",
    "status",
    "status_since",
    "needs_help",
    "last_activity_on",
    "started_on",
    "completed_on",
    "completed_level",
    "days_to_start",
    "implementation_365",
    "started_before_training",
    "implemented_any",
    "teacher_status",
    "teaches_other_course",
    "furthest_unit",
    "furthest_unit_name",
    *QUARTERS,
    "workshop_retention",
    "sustained",
    "scholarship",
    "plan",
    "first_name",
    "last_name",
    "email",
    "phone",
    "sharing",
)


def roster_all(tables: Tables, as_of: date) -> ir.Table:
    """person × course × training year × partner (blank: none) × school year, sharing or not.

    Holds names and small classes' facts: only rows with `sharing` may reach the partner.
    """
    rows = tables["roster_rows"].inner_join(tables["health_facts"], YEARLY)
    rows = with_health(rows, as_of)
    # Dates of a class of fewer than five would say something about its students.
    rows = rows.mutate(last_activity_on=ibis.ifelse(rows.started_on.notnull(), rows.last_attempt_on, None))
    rows = _with_units(rows, tables)
    rows = _with_other_courses(rows, tables)
    rows = _with_quarters(rows, tables)
    rows = _with_school(rows, tables)
    rows = _with_names(rows, tables)
    rows = _with_sharing(rows, tables)
    rows = _with_implementation(rows, tables)
    rows = _joined(rows, tables["teacher_statuses"], ["person_id", "school_year"])
    return _joined(rows, tables["sustained"], ["person_id", "training_year"]).select(*COLUMNS)


def _joined(rows: ir.Table, facts: ir.Table, key: list[str]) -> ir.Table:
    return rows.left_join(facts, key).drop(*(f"{name}_right" for name in key))


def _with_units(rows: ir.Table, tables: Tables) -> ir.Table:
    """The unit of the class that started; blank until one has."""
    return _joined(rows, tables["furthest_units"], ["person_id", "school_year", "started_course_id"])


def _with_implementation(rows: ir.Table, tables: Tables) -> ir.Table:
    """Days to the first start stand in the row of the school year which that start belongs to."""
    facts = tables["implementation"].mutate(partner_key=partner_key(tables["implementation"]))
    rows = _joined(rows, facts.drop("partner_id"), [*WHOSE, "partner_key"])
    of_this_year = rows.started_on == rows.first_on
    return rows.mutate(days_to_start=ibis.ifelse(of_this_year, rows.days_to_start, None))


def _with_other_courses(rows: ir.Table, tables: Tables) -> ir.Table:
    others = tables["teaches_other"].mutate(teaches_other_course=True)
    rows = _joined(rows, others, YEARLY)
    return rows.mutate(teaches_other_course=rows.teaches_other_course.fill_null(False))


def _with_quarters(rows: ir.Table, tables: Tables) -> ir.Table:
    rows = _joined(rows, tables["quarters_attended"], YEARLY)
    rows = rows.mutate(**{quarter: rows[quarter].fill_null(False) for quarter in QUARTERS})
    attended = sum(rows[quarter].cast("int64") for quarter in QUARTERS)
    return rows.mutate(workshop_retention=attended >= RETAINED)


def _with_school(rows: ir.Table, tables: Tables) -> ir.Table:
    """Where the person taught that year; unknown: the school given when enrolling."""
    rows = _joined(rows, tables["person_schools"], ["person_id", "school_year"])
    return rows.mutate(school_id=ibis.coalesce(rows.school_id, rows.enrollment_school_id))


def _with_names(rows: ir.Table, tables: Tables) -> ir.Table:
    """As corrected, else of the latest account, else as given when enrolling."""
    rows = rows.mutate(partner_key=partner_key(rows))
    rows = _joined(rows, tables["renamed"], [*WHOSE, "partner_key"])
    rows = _joined(rows, tables["accounts"], ["person_id"])
    names = {
        name: ibis.coalesce(rows[f"corrected_{name}"], rows[f"account_{name}"], rows[name])
        for name in ("first_name", "last_name", "email")
    }
    return rows.mutate(**names)


def _with_sharing(rows: ir.Table, tables: Tables) -> ir.Table:
    rows = _joined(rows, tables["sharing"].mutate(sharing=True), ["person_id", "partner_id"])
    return rows.mutate(sharing=rows.sharing.fill_null(False))
