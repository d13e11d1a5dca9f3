"""Whose students are whose: memberships of sections, and the class they make in a course and school year."""

from datetime import date

import ibis
import ibis.expr.types as ir

from catchment.measures.step import Tables

STILL_THERE = date(9999, 12, 31)


def memberships(tables: Tables) -> ir.Table:
    """Membership rows with the section's course and deletion and the person who teaches it."""
    teachers = tables["known_teachers"].select("teacher_id", "person_id")
    sections = tables["known_sections"].select(
        "section_id", "teacher_id", "deleted_on", section_course_id="course_id"
    )
    members = tables["known_section_students"]
    return members.inner_join(sections, "section_id").inner_join(teachers, "teacher_id").drop("teacher_id")


def class_students(tables: Tables) -> ir.Table:
    """Qualifying memberships: section × student × course × school year in which an attempt counts.

    The section has the course or none and was not deleted before the year; the membership overlaps the
    year; the student's first attempt is not after the removal (then no later one matters for that).
    """
    members, years = tables["memberships"], tables["school_years"]
    rows = members.inner_join(tables["student_courses"], "student_id").inner_join(
        years.select("school_year", "first_day", "last_day"), "school_year"
    )
    rows = rows.filter(
        rows.section_course_id.isnull() | (rows.section_course_id == rows.course_id),
        rows.joined_on <= rows.last_day,
        rows.removed_on.isnull() | (rows.first_on <= rows.removed_on),
        rows.deleted_on.isnull() | (rows.deleted_on >= rows.first_day),
    )
    return rows.select(
        "person_id",
        "section_id",
        "course_id",
        "kind",
        "school_year",
        "student_id",
        "joined_on",
        "removed_on",
        "first_on",
        qualified_on=ibis.greatest(rows.first_on, rows.joined_on),
        new_this_year=rows.joined_on >= rows.first_day,
    )


def class_roll(tables: Tables) -> ir.Table:
    """One row a student of a person's class, however many sections: earliest qualifying date, last day."""
    rows = tables["class_students"]
    rows = rows.filter(rows.kind == "course")
    return rows.group_by("person_id", "course_id", "school_year", "student_id").agg(
        qualified_on=rows.qualified_on.min(), until=rows.removed_on.fill_null(STILL_THERE).max()
    )
