"""What the class of a trained teacher did in a school year: starting, completing, days, furthest unit."""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.picking import first
from catchment.measures.roster_rows import YEARLY
from catchment.measures.step import Tables

CLASS = ["person_id", "candidate_id", "school_year"]


def roster_started(tables: Tables) -> ir.Table:
    """Earliest start among the candidate courses, and the course it was in (tie: the lesser id)."""
    starts = tables["teacher_started"].rename(candidate_id="course_id")
    rows = tables["roster_classes"].inner_join(starts, CLASS)
    return first(rows, YEARLY, ["started_on", "candidate_id"]).rename(started_course_id="candidate_id")


def roster_completed(tables: Tables) -> ir.Table:
    """Earliest completion among the candidate courses, and the level reached in that course."""
    done = tables["teacher_completed"].rename(candidate_id="course_id")
    rows = tables["roster_classes"].inner_join(done, CLASS)
    return first(rows, YEARLY, ["completed_on", "candidate_id"]).drop("candidate_id")


def class_attempts(tables: Tables) -> ir.Table:
    """The days on which a student of a roster class attempted the course, with the unit of that day.

    Only up to the day the student left the class.
    """
    wanted = tables["roster_classes"].select(*CLASS).distinct().rename(course_id="candidate_id")
    roll = tables["class_roll"].semi_join(wanted, ["person_id", "course_id", "school_year"])
    days = tables["student_days"].drop("kind")
    rows = roll.inner_join(days, ["student_id", "course_id", "school_year"])
    rows = rows.filter(rows.on <= rows.until)
    return rows.select(
        "person_id", "school_year", "student_id", "on", "unit_position", candidate_id="course_id"
    )


def class_days(tables: Tables) -> ir.Table:
    """The class's attempt days, with their number in the count of class days."""
    days = tables["class_attempts"].select(*CLASS, "on").distinct()
    return days.inner_join(tables["calendar"].select("on", "class_day", "class_day_before"), "on")


def furthest_units(tables: Tables) -> ir.Table:
    """person × course × school year → the unit most students are in (tie: the later), by position."""
    rows = tables["class_attempts"]
    last = first(rows, [*CLASS, "student_id"], [ibis.desc("on"), ibis.desc("unit_position")])
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


def first_students(tables: Tables) -> ir.Table:
    """person × course × school year → the day the class began to form.

    The join date of those who joined this year; of old memberships the first attempt of this year.
    An old membership alone is no class.
    """
    classes = tables["roster_classes"]
    joined = classes.inner_join(_joined(tables), ["person_id", "school_year"])
    joined = joined.filter(
        joined.section_course_id.isnull() | (joined.section_course_id == joined.candidate_id)
    )
    old = classes.inner_join(_old_but_working(tables), CLASS)
    both = joined.select(*YEARLY, "forming_on").union(old.select(*YEARLY, "forming_on"))
    return both.group_by(YEARLY).agg(forming_on=both.forming_on.min())


def _joined(tables: Tables) -> ir.Table:
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


def teaches_other(tables: Tables) -> ir.Table:
    """person × course × school year that also started a course which is no candidate of it."""
    courses = tables["courses"].filter(tables["courses"].kind == "course").select("course_id")
    starts = tables["teacher_started"].semi_join(courses, "course_id")
    starts = starts.select("person_id", "school_year", other_id="course_id")
    rows = tables["roster_rows"].select(*YEARLY).distinct().inner_join(starts, ["person_id", "school_year"])
    own = tables["course_candidates"].select("course_id", other_id="candidate_id")
    return rows.anti_join(own, ["course_id", "other_id"]).select(*YEARLY).distinct()
