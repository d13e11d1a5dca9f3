"""Atoms: the students of one school in one course in one school year, each student in one of them."""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.counting import holding
from catchment.measures.picking import first
from catchment.measures.step import Tables
from catchment.network.categories import GENDERS, NOT_REPORTED

STUDENT_YEAR = ["student_id", "school_year", "kind"]
"""Hour of Code is a family of its own: a student may be in one atom of each kind."""
ATOM = ["school_id", "school_year", "course_id", "kind"]


def year_courses(tables: Tables) -> ir.Table:
    """A student's course of the year: most active days; tie: begun later; tie: the greater course id."""
    order = [ibis.desc("active_days"), ibis.desc("first_on"), ibis.desc("course_id")]
    picked = first(tables["student_courses"], STUDENT_YEAR, order)
    return picked.select(*STUDENT_YEAR, "course_id")


def placed_students(tables: Tables) -> ir.Table:
    """`year_courses` with the teacher and the school; blank person: no section, blank school: none.

    The person is the teacher of the section joined last. If that teacher has no school, an earlier
    section does not step in: the student would then be counted where they no longer are.
    """
    mine = tables["year_courses"]
    key = [*STUDENT_YEAR, "course_id"]
    rows = tables["class_students"].semi_join(mine, key)
    last = first(rows, STUDENT_YEAR, [ibis.desc("joined_on"), ibis.desc("section_id")])
    last = last.select(*STUDENT_YEAR, "person_id")
    placed = mine.left_join(last, STUDENT_YEAR).drop(*(f"{name}_right" for name in STUDENT_YEAR))
    placed = placed.left_join(tables["person_schools"], ["person_id", "school_year"])
    return placed.drop("person_id_right", "school_year_right")


def students_of_atoms(tables: Tables) -> ir.Table:
    """student × atom, with the categories of the student and whether their teacher was trained for it."""
    placed = tables["placed_students"]
    placed = placed.filter(placed.school_id.notnull())
    trained = tables["trained_teachers"].mutate(trained=True)
    placed = placed.left_join(trained, ["person_id", "course_id", "school_year"])
    placed = placed.select("student_id", *ATOM, trained=placed.trained.fill_null(False))
    reported = tables["student_categories"]
    rows = placed.left_join(reported, "student_id").drop("student_id_right", "since_year")
    bands = tables["courses"].select("course_id", "grade_band")
    rows = rows.inner_join(bands, "course_id")
    # K-5 students have gender only: a race that came along by mistake is not used.
    with_race = rows.grade_band != "K-5"
    return rows.mutate(
        gender=rows.gender.fill_null(NOT_REPORTED),
        race=ibis.ifelse(with_race, rows.race, None).fill_null(NOT_REPORTED),
        urg=ibis.ifelse(with_race, rows.urg, None),
    ).drop("grade_band")


def atoms(tables: Tables) -> ir.Table:
    """school × school year × course (or Hour of Code activity) → students by gender and by URG."""
    rows = tables["students_of_atoms"]
    return rows.group_by(ATOM).agg(
        students=_.count(),
        **{gender: _.count(where=_.gender == gender) for gender in GENDERS},
        urg=holding(_.urg),
        not_urg=holding(~_.urg),
        race_not_reported=_.count(where=_.urg.isnull()),
    )


def atom_findings(tables: Tables) -> ir.Table:
    """school year × kind × reason (`no_section`, `no_school`) → students who are in no atom."""
    placed = tables["placed_students"]
    lost = placed.filter(placed.school_id.isnull())
    lost = lost.mutate(reason=ibis.ifelse(lost.person_id.isnull(), "no_section", "no_school"))
    return lost.group_by("school_year", "kind", "reason").agg(students=_.count())
