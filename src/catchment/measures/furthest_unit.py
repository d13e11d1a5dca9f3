"""How far the class of a trained teacher has come."""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.picking import first
from catchment.measures.roster_rows import CLASS
from catchment.measures.step import Tables


def furthest_units(tables: Tables) -> ir.Table:
    """person × course × school year → the unit most students are in (tie: the later), by position."""
    rows = tables["class_attempts"]
    # A student has one unit a day here (the later one), so the latest day leaves no tie.
    last = rows.group_by(*CLASS, "student_id").agg(unit_position=rows.unit_position.argmax(rows.on))
    counts = last.group_by(*CLASS, "unit_position").agg(students=_.count())
    most = first(counts, CLASS, [ibis.desc("students"), ibis.desc("unit_position")])
    most = most.select(
        "person_id", "school_year", started_course_id="candidate_id", furthest_unit="unit_position"
    )
    units = (
        tables["units"]
        .group_by(started_course_id="course_id", furthest_unit="position")
        .agg(furthest_unit_name=tables["units"].name.min())
    )
    return most.left_join(units, ["started_course_id", "furthest_unit"]).select(
        "person_id", "school_year", "started_course_id", "furthest_unit", "furthest_unit_name"
    )
