"""Cohorts: of those whom a partner trained for a course in a year, how many teach it, year by year."""

import ibis
import ibis.expr.types as ir
from ibis import _
from ibis.common.deferred import Deferred

from catchment.measures.counting import holding
from catchment.measures.step import Tables

COHORT = ["partner_id", "training_year", "course_id", "school_year"]
SIZE = {"trained": _.count(), "sharing": holding(_.sharing)}


def cohorts(tables: Tables) -> ir.Table:
    """Counts over the persons who share their data; `trained` is all of them, and only that.

    The denominator is fixed by the training: nobody leaves a cohort by starting late or not at all.
    """
    counted = tables["roster_all"].group_by(COHORT).agg(**SIZE, **_counts(_.sharing))
    return _with_rate(counted, "implementation_rate", _.started, _.sharing)


def cohorts_all(tables: Tables) -> ir.Table:
    """The same over everybody trained, for program staff only: every count is called `…_all`."""
    counts = {f"{name}_all": count for name, count in _counts(True).items()}
    counted = tables["roster_all"].group_by(COHORT).agg(**SIZE, **counts)
    return _with_rate(counted, "implementation_rate_all", _.started_all, _.trained)


def _counts(who: Deferred | bool) -> dict[str, Deferred]:
    """Of whom it is known so far. `sustained` is blank while of nobody (then `sustained_known` is 0)."""
    known = holding(_.sustained.notnull() & who)
    return {
        "started": holding(_.started_on.notnull() & who),
        "completed": holding(_.completed_on.notnull() & who),
        "workshop_retained": holding(_.workshop_retention & who),
        "started_365": holding(_.implementation_365 & who),
        "started_before_training": holding(_.started_before_training & who),
        "implemented_any": holding(_.implemented_any & who),
        "sustained": ibis.ifelse(known > 0, holding(_.sustained & who), None),
        "sustained_known": known,
    }


def _with_rate(counted: ir.Table, name: str, part: Deferred, whole: Deferred) -> ir.Table:
    """A share of nobody is blank, not zero."""
    return counted.mutate(**{name: part.cast("float64") / whole.nullif(0)})
