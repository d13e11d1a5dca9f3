"""Who kept coming to the academic-year workshops (metric `workshop_retention`)."""

import ibis.expr.types as ir

from catchment.measures.step import Tables

QUARTERS = ("q1", "q2", "q3", "q4")
RETAINED = 3
"""Quarters, of four, that make a teacher retained."""


def quarters_attended(tables: Tables) -> ir.Table:
    """person × course × school year of the session → q1..q4, whether a workshop attended credits it.

    One workshop can credit several quarters. A K-5 course asks for its own workshops too.
    """
    rows = tables["attended"]
    rows = rows.filter(rows.kind == "quarter")
    rows = rows.inner_join(tables["calendar"].select("on", "school_year"), "on")
    # the contract writes quarters as digits: "1;2"
    credited = rows.quarters.fill_null("")
    rows = rows.mutate(**{quarter: credited.contains(quarter[1:]) for quarter in QUARTERS})
    return rows.group_by("person_id", "course_id", "school_year").agg(
        **{quarter: rows[quarter].any() for quarter in QUARTERS}
    )
