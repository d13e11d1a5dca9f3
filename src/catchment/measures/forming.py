"""Since when a class of a trained teacher has been forming in a school year."""

import ibis.expr.types as ir

from catchment.measures.roster_rows import CLASS, YEARLY
from catchment.measures.step import Tables


def first_students(tables: Tables) -> ir.Table:
    """person × course × school year → the day the class began to form.

    The join date of those who joined this year; of old memberships the first attempt of this year.
    An old membership alone is no class.
    """
    classes = tables["roster_classes"]
    joined = classes.inner_join(tables["class_joins"], ["person_id", "school_year"])
    joined = joined.filter(
        joined.section_course_id.isnull() | (joined.section_course_id == joined.candidate_id)
    )
    old = classes.inner_join(_old_but_working(tables), CLASS)
    both = joined.select(*YEARLY, "forming_on").union(old.select(*YEARLY, "forming_on"))
    return both.group_by(YEARLY).agg(forming_on=both.forming_on.min())


def class_joins(tables: Tables) -> ir.Table:
    """person × school year × section's course (may be none) → first day a student joined such a section."""
    years = tables["school_years"].select("school_year", "first_day")
    calendar = tables["calendar"].select("school_year", joined_on="on")
    rows = tables["memberships"].inner_join(calendar, "joined_on").inner_join(years, "school_year")
    rows = rows.filter(rows.deleted_on.isnull() | (rows.deleted_on >= rows.first_day))
    return rows.group_by("person_id", "school_year", "section_course_id").agg(forming_on=rows.joined_on.min())


def _old_but_working(tables: Tables) -> ir.Table:
    rows = tables["class_students"]
    rows = rows.filter(~rows.new_this_year)
    return rows.group_by("person_id", "school_year", candidate_id="course_id").agg(
        forming_on=rows.first_on.min()
    )
