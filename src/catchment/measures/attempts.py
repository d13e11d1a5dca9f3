"""Attempts (metric `attempt`) and the compact tables that everything else reads instead of them.

Rows of activity are many, so what they are grouped by is narrow: numbers instead of names until they are few,
and two numbers in one where that halves the time.
"""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.step import Tables

DAYS = 1_000_000
"""More than any day's number: a course's number times this, plus a day's, is both in one."""


def lesson_places(tables: Tables) -> ir.Table:
    """lesson_id → its course and unit position, whether it is plugged, and numbers for lesson and course."""
    courses = tables["courses"].select("course_id")
    units = tables["units"].select("unit_id", "course_id", unit_position="position")
    lessons = tables["lessons"].select("lesson_id", "unit_id", "plugged")
    places = lessons.inner_join(units, "unit_id").semi_join(courses, "course_id").drop("unit_id")
    return places.mutate(
        lesson=ibis.row_number().over(order_by="lesson_id").cast("int32"),
        course=ibis.dense_rank().over(order_by="course_id").cast("int64"),
    )


def attempts(tables: Tables) -> ir.Table:
    """student_id, lesson_id, on, day, begins_in; rows of zero attempts are ignored everywhere."""
    activity = tables["known_activity"]
    return activity.filter(activity.attempts > 0).select("student_id", "lesson_id", "on", "day", "begins_in")


def lesson_starts(tables: Tables) -> ir.Table:
    """A student's first attempt of each lesson in each school year, a row per lesson (by number).

    Only of lessons that a completion rule asks for: nothing else asks for single lessons.
    """
    needed = tables["lesson_places"].semi_join(tables["needed_lessons"], "lesson")
    tried = tables["attempts"].inner_join(needed.select("lesson_id", "lesson"), "lesson_id")
    return tried.group_by("student_id", "lesson", "begins_in").agg(started_on=tried.on.min())


def student_days(tables: Tables) -> ir.Table:
    """student × course × school year × day with an attempt, and the furthest unit touched that day."""
    courses = tables["lesson_places"].select("course_id", course_number=_.course * DAYS).distinct()
    calendar = tables["calendar"].select("on", "school_year", "day")
    placed = tables["attempts"].inner_join(tables["lesson_places"], "lesson_id")
    placed = placed.mutate(course_day=placed.course * DAYS + placed.day)
    days = placed.group_by("student_id", "course_day").agg(unit_position=placed.unit_position.max())
    dated = days.inner_join(calendar, days.course_day % DAYS == calendar.day)
    named = dated.inner_join(courses, dated.course_day - dated.day == courses.course_number)
    return named.select("student_id", "course_id", "school_year", "on", "unit_position")


def student_courses(tables: Tables) -> ir.Table:
    """student × course (with kind) × school year: first and last attempt and the number of active days.

    `first_on` is the metric `student_started`.
    """
    days = tables["student_days"]
    worked = days.group_by("student_id", "course_id", "school_year").agg(
        first_on=days.on.min(), last_on=days.on.max(), active_days=_.count()
    )
    return worked.inner_join(tables["courses"].select("course_id", "kind"), "course_id")
