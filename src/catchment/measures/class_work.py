"""What the students of a trained teacher's class did, and on which days."""

import ibis.expr.types as ir

from catchment.measures.roster_rows import CLASS
from catchment.measures.step import Tables


def class_attempts(tables: Tables) -> ir.Table:
    """The days on which a student of a roster class attempted the course, with the unit of that day.

    Only up to the day the student left the class.
    """
    wanted = tables["roster_classes"].select(*CLASS).distinct().rename(course_id="candidate_id")
    roll = tables["class_roll"].semi_join(wanted, ["person_id", "course_id", "school_year"])
    rows = roll.inner_join(tables["student_days"], ["student_id", "course_id", "school_year"])
    rows = rows.filter(rows.on <= rows.until)
    return rows.select(
        "person_id", "school_year", "student_id", "on", "unit_position", candidate_id="course_id"
    )


def class_days(tables: Tables) -> ir.Table:
    """The class's attempt days, with their number in the count of class days."""
    days = tables["class_attempts"].select(*CLASS, "on").distinct()
    return days.inner_join(tables["calendar"].select("on", "class_day", "class_day_before"), "on")
