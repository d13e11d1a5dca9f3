"""Where a person taught in a school year."""

import ibis
import ibis.expr.types as ir

from catchment.measures.picking import first
from catchment.measures.step import Tables


def person_schools(tables: Tables) -> ir.Table:
    """person × school year → school_id of the last association valid in that year, over all accounts."""
    teachers = tables["known_teachers"].select("teacher_id", "person_id")
    placed = tables["known_teacher_schools"].inner_join(teachers, "teacher_id")
    years = tables["school_years"].select("school_year", "first_day", "last_day")
    valid = placed.inner_join(
        years,
        [
            placed.starts_on <= years.last_day,
            placed.ends_on.isnull() | (placed.ends_on >= years.first_day),
        ],
    )
    last = first(valid, ["person_id", "school_year"], [ibis.desc("starts_on"), ibis.desc("school_id")])
    return last.select("person_id", "school_year", "school_id")
