"""Who taught at all after a training, and who kept teaching. Y is the school year called like the training's.

Metric `implemented_any`: active, in any course, in Y or Y+1. Metric `sustained`: active in (Y and Y+1) or in
(Y+1 and Y+2).
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from catchment.measures.step import Tables
from catchment.measures.vocabulary import SUSTAINED_YEARS


def sustained(tables: Tables, as_of: date) -> ir.Table:
    """person × training year → sustained, implemented_any; blank while they cannot be known yet.

    A year that is not over can turn out active but not inactive, so until then it is unknown. The
    three-valued `and` and `or` of tables then say what is known of the whole.
    """
    rows = tables["trainings"].select("person_id", "training_year").distinct()
    for later in range(SUSTAINED_YEARS):
        rows = _with_active(rows, tables, later, as_of)
    first, second, third = (rows[f"active_{later}"] for later in range(SUSTAINED_YEARS))
    return rows.select(
        "person_id",
        "training_year",
        sustained=(first & second) | (second & third),
        implemented_any=first | second,
    )


def _with_active(rows: ir.Table, tables: Tables, later: int, as_of: date) -> ir.Table:
    """Adds `active_<later>`: active in the year that many after the training year; blank: not known yet."""
    years = tables["years_after"]
    years = years.filter(years.later == later).select("training_year", "school_year", "last_day")
    active = tables["teacher_active"].select("person_id", "school_year", was_active=True)
    dated = rows.inner_join(years, "training_year").left_join(active, ["person_id", "school_year"])
    known = ibis.ifelse(dated.last_day < as_of, False, ibis.null("boolean"))
    return dated.mutate(**{f"active_{later}": ibis.coalesce(dated.was_active, known)}).drop(
        "school_year", "last_day", "was_active", "person_id_right", "school_year_right"
    )
