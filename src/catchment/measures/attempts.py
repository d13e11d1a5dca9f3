"""Attempts (metric `attempt`) and the three compact tables that everything else reads instead of them."""

import ibis.expr.types as ir
from ibis import _

from catchment.measures.step import Tables


def lesson_places(tables: Tables) -> ir.Table:
    """lesson_id → its course and unit position, and whether it is plugged."""
    courses = tables["courses"].select("course_id")
    units = tables["units"].select("unit_id", "course_id", unit_position="position")
    lessons = tables["lessons"].select("lesson_id", "unit_id", "plugged")
    return lessons.inner_join(units, "unit_id").semi_join(courses, "course_id").drop("unit_id")


def attempts(tables: Tables) -> ir.Table:
    """student_id, lesson_id, on, school_year; rows of zero attempts are ignored everywhere."""
    activity = tables["known_activity"]
    tried = activity.filter(activity.attempts > 0).select("student_id", "lesson_id", "on")
    return tried.inner_join(tables["calendar"].select("on", "school_year"), "on")


def lesson_starts(tables: Tables) -> ir.Table:
    """A student's first attempt of each lesson in each school year, a row per lesson, with its place.

    Only of courses that have a completion rule: nothing else asks for single lessons.
    """
    ruled = tables["completion_needs"].course_id
    places = tables["lesson_places"].filter(_.course_id.isin(ruled))
    tried = tables["attempts"].semi_join(places, "lesson_id")
    starts = tried.group_by("student_id", "lesson_id", "school_year").agg(started_on=_.on.min())
    placed = starts.inner_join(places, "lesson_id")
    return placed.select("student_id", "course_id", "school_year", "unit_position", "plugged", "started_on")


def student_days(tables: Tables) -> ir.Table:
    """student × course × school year × day with an attempt, and the furthest unit touched that day."""
    placed = tables["attempts"].inner_join(tables["lesson_places"], "lesson_id")
    return placed.group_by("student_id", "course_id", "school_year", "on").agg(
        unit_position=placed.unit_position.max()
    )


def student_courses(tables: Tables) -> ir.Table:
    """student × course (with kind) × school year: first and last attempt and the number of active days.

    `first_on` is the metric `student_started`.
    """
    days = tables["student_days"]
    worked = days.group_by("student_id", "course_id", "school_year").agg(
        first_on=days.on.min(), last_on=days.on.max(), active_days=_.count()
    )
    return worked.inner_join(tables["courses"].select("course_id", "kind"), "course_id")
