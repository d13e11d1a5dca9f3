"""Who started teaching, and what is therefore active (metrics `teacher_started`, `section_active` and on)."""

import ibis.expr.types as ir

from catchment.measures.picking import fifth_day
from catchment.measures.step import Tables


def teacher_started(tables: Tables) -> ir.Table:
    """person × course × school year → started_on, the qualifying date of the 5th distinct student."""
    key = ["person_id", "course_id", "school_year"]
    return fifth_day(tables["class_roll"], key, "qualified_on").rename(started_on="qualified_on")


def section_active(tables: Tables) -> ir.Table:
    """section × course × school year → active_on, when the 5th student of that one section qualified."""
    rows = tables["class_students"]
    rows = rows.filter(rows.kind == "course")
    key = ["person_id", "section_id", "course_id", "school_year"]
    # A student who left and came back has two memberships of one section but is one student.
    students = rows.group_by(*key, "student_id").agg(qualified_on=rows.qualified_on.min())
    return fifth_day(students, key, "qualified_on").rename(active_on="qualified_on")


def teacher_active(tables: Tables) -> ir.Table:
    """person × school year with at least one active section → active_on, the earliest."""
    sections = tables["section_active"]
    return sections.group_by("person_id", "school_year").agg(active_on=sections.active_on.min())


def school_active(tables: Tables) -> ir.Table:
    """school × school year with an active teacher → active_on, the earliest."""
    placed = tables["teacher_active"].inner_join(tables["person_schools"], ["person_id", "school_year"])
    return placed.group_by("school_id", "school_year").agg(active_on=placed.active_on.min())


def district_active(tables: Tables) -> ir.Table:
    """district × school year with an active school → active_on, the earliest."""
    schools = tables["schools"].select("school_id", "district_id")
    placed = tables["school_active"].inner_join(schools, "school_id")
    placed = placed.filter(placed.district_id.notnull())
    return placed.group_by("district_id", "school_year").agg(active_on=placed.active_on.min())
