"""How the program of a trained teacher stands in a school year: `network/health.py` as expressions."""

from datetime import date

import ibis
import ibis.expr.types as ir

from catchment.measures.roster_rows import YEARLY
from catchment.measures.step import Tables
from catchment.network.health import FORMING_DAYS


def health_facts(tables: Tables) -> ir.Table:
    """The facts of a class on which its status rests: person × course × school year of the roster."""
    rows = tables["roster_rows"].select(*YEARLY).distinct()
    for name in ("roster_started", "roster_completed", "class_runs", "first_students"):
        rows = rows.left_join(tables[name], YEARLY).drop(*(f"{key}_right" for key in YEARLY))
    years = tables["school_years"].select(
        "school_year", "classes_over_on", "expected_from", "expected_from_spring"
    )
    return rows.inner_join(years, "school_year")


def with_health(rows: ir.Table, as_of: date) -> ir.Table:
    """Adds status, status_since and needs_help to roster rows that carry `health_facts`."""
    rows = rows.mutate(status=_status(rows, as_of))
    return rows.mutate(status_since=_since(rows), needs_help=_needs_help(rows, as_of))


def _status(rows: ir.Table, as_of: date) -> ir.StringValue:
    over = rows.classes_over_on <= as_of
    spring = (rows.plan == "spring") & (rows.training_year == rows.school_year)
    expected_from = ibis.ifelse(spring, rows.expected_from_spring, rows.expected_from)
    started = rows.started_on.notnull()
    return ibis.cases(
        (rows.completed_on.notnull(), "completed"),
        (started & over, "not_completed"),
        (started & (rows.stalls_on <= as_of), "stalled"),
        (started, "teaching"),
        (over, "not_started"),
        (rows.forming_on.notnull(), "class_forming"),
        (expected_from > as_of, "too_early"),
        else_="no_class",
    )


def _since(rows: ir.Table) -> ir.DateValue:
    """Blank before `started_on`: a date there would say something about fewer than five students."""
    return ibis.cases(
        (rows.started_on.isnull(), ibis.null("date")),
        (rows.status == "completed", rows.completed_on),
        (rows.status == "not_completed", ibis.greatest(rows.started_on, rows.classes_over_on)),
        (rows.status == "stalled", ibis.greatest(rows.started_on, rows.stalls_on)),
        else_=ibis.greatest(rows.started_on, rows.running_since),
    )


def _needs_help(rows: ir.Table, as_of: date) -> ir.BooleanValue:
    days = ibis.literal(as_of).delta(rows.forming_on, unit="day")
    lasting = (rows.status == "class_forming") & (days > FORMING_DAYS)
    return rows.status.isin(["no_class", "stalled"]) | lasting.fill_null(False)
