"""Whose students are whose: memberships of sections, and the class they make in a course and school year."""

from datetime import date

import ibis
import ibis.expr.types as ir

from catchment.measures.step import Tables

STILL_THERE = date(9999, 12, 31)


def memberships(tables: Tables) -> ir.Table:
    """Membership rows with the section's course and deletion and the person who teaches it.

    `since_year` is the school year of joining: no earlier one is concerned (blank: before any calendar).
    """
    teachers = tables["known_teachers"].select("teacher_id", "person_id")
    sections = tables["known_sections"].select(
        "section_id", "teacher_id", "deleted_on", section_course_id="course_id"
    )
    members = tables["known_section_students"]
    taught = members.inner_join(sections, "section_id").inner_join(teachers, "teacher_id").drop("teacher_id")
    days = tables["calendar"].select(joined_on="on", since_year="school_year")
    dated = taught.left_join(days, "joined_on").drop("joined_on_right")
    return dated.mutate(since_year=dated.since_year.fill_null(""))


def year_memberships(tables: Tables) -> ir.Table:
    """The memberships that overlap a school year, of students who worked in it.

    The section was not deleted before the year. What a later year brings is not told: `removed_on` is blank
    if it lies after the year, so that a removal today changes nothing of years gone by.
    """
    worked = tables["student_courses"].select("student_id", "school_year").distinct()
    years = tables["school_years"].select("school_year", "first_day", "last_day")
    rows = tables["memberships"].inner_join(worked, "student_id").inner_join(years, "school_year")
    rows = rows.filter(
        rows.joined_on <= rows.last_day,
        rows.removed_on.isnull() | (rows.removed_on >= rows.first_day),
        rows.deleted_on.isnull() | (rows.deleted_on >= rows.first_day),
    )
    return rows.mutate(
        removed_on=ibis.ifelse(rows.removed_on <= rows.last_day, rows.removed_on, ibis.null("date")),
        new_this_year=rows.joined_on >= rows.first_day,
    ).drop("first_day", "last_day", "deleted_on", "since_year")


def class_students(tables: Tables) -> ir.Table:
    """Qualifying memberships: section × student × course × school year in which an attempt counts.

    The section has the course or none; the student's first attempt is not after the removal (then no later
    one matters for that). `removed_on` is blank where that was not in the year.
    """
    rows = tables["year_memberships"].inner_join(tables["student_courses"], ["student_id", "school_year"])
    rows = rows.filter(
        rows.section_course_id.isnull() | (rows.section_course_id == rows.course_id),
        rows.removed_on.isnull() | (rows.first_on <= rows.removed_on),
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
        "new_this_year",
        qualified_on=ibis.greatest(rows.first_on, rows.joined_on),
    )


def class_roll(tables: Tables) -> ir.Table:
    """One row a student of a person's class, however many sections: earliest qualifying date, last day."""
    rows = tables["class_students"]
    rows = rows.filter(rows.kind == "course")
    return rows.group_by("person_id", "course_id", "school_year", "student_id").agg(
        qualified_on=rows.qualified_on.min(), until=rows.removed_on.fill_null(STILL_THERE).max()
    )
