"""Who was trained, when and by which partner (metric `trained`), as the sources say."""

import ibis
import ibis.expr.types as ir

from catchment.measures.picking import first, nth
from catchment.measures.step import Tables

SUMMER_SESSIONS = 4
"""A summer workshop of a 6-8 or 9-12 course trains with the 4th session attended; all others with the 1st."""

WHOSE = ["person_id", "course_id", "training_year"]
FACTS = ["trained_on", "plan", "scholarship", "enrollment_school_id", "first_name", "last_name", "email"]


def workshop_trainings(tables: Tables) -> ir.Table:
    """person × course × training year × partner (blank: the workshop had none), the earliest training."""
    rows = _threshold_sessions(tables)
    rows = rows.inner_join(
        tables["calendar"].select("training_year", starts_on="on"), "starts_on"
    ).inner_join(tables["enrolled_people"].drop("person_id", "workshop_id"), "enrollment_id")
    rows = rows.rename(trained_on="on", enrollment_school_id="school_id")
    earliest = first(rows, [*WHOSE, "partner_id"], ["trained_on", "workshop_id"])
    return earliest.select(*WHOSE, "partner_id", *FACTS)


def _threshold_sessions(tables: Tables) -> ir.Table:
    """The attended session with which each person's attendance of a workshop reached what it takes."""
    rows = tables["attended"]
    rows = rows.filter(rows.kind != "quarter")
    rows = rows.inner_join(tables["courses"].select("course_id", "grade_band"), "course_id")
    long = (rows.kind == "summer") & (rows.grade_band != "K-5")
    rows = rows.mutate(threshold=ibis.ifelse(long, SUMMER_SESSIONS, 1).cast("int64"))
    return nth(rows, ["person_id", "workshop_id"], ["on", "session_id"], rows.threshold)
