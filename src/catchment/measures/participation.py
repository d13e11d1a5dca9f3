"""How many students take part in a course (metric `participating_student`); it is never published."""

import ibis.expr.types as ir
from ibis import _

from catchment.measures.step import Tables

WORK = ["student_id", "course_id", "school_year"]


def participation(tables: Tables) -> ir.Table:
    """school × school year × course × grade band → students, participating: of each atom of a course.

    Atoms hold a student in one course of the year; students who only tried another one take part in none.
    """
    days = tables["student_courses"].select(*WORK, "active_days")
    bands = tables["courses"].select("course_id", "grade_band")
    students = tables["students_of_atoms"].filter(_.kind == "course")
    students = students.select("school_id", *WORK)
    rows = students.inner_join(days, WORK).inner_join(bands, "course_id")
    rows = rows.inner_join(tables["participation_days"], "grade_band")
    return rows.group_by("school_id", "school_year", "course_id", "grade_band").agg(
        students=_.count(), participating=_.count(where=rows.active_days >= rows.least_days)
    )
