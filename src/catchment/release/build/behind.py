"""The students behind shown counts: who they were when the count was first shown, for the year's census.

A count moves in steps of n, but who is behind it changes every day. Were gender counted among today's
students, a breakdown would belong to another group than its count does. So each build writes down the
students of every count that it shows for the first time or moves, and copies those of every other.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from catchment.disclosure.atoms import Cell
from catchment.release.build.history import History
from catchment.release.build.picking import equal
from catchment.release.build.schemas import BEHIND

Group = tuple[str, str]
"""A school and a course of the year in hand."""


class Students(NamedTuple):
    """What is known of a school year's students: the measure `students_of_atoms` of the year, and the
    contract table `students`."""

    placed: pa.Table
    known: ds.Dataset


def behind_shown(year: str, cells: Iterable[Cell], history: History, students: Students) -> pa.Table:
    """student × shown group of a school year; `cells` are those to be published."""
    copied, counted = [], []
    for cell in cells:
        if cell.family == "course" and cell.students is not None and cell.key.school_year == year:
            stands = cell == history.standing.get(cell.key)
            (copied if stands else counted).append((cell.key.school_id, cell.key.course_id))
    before = _of(equal(history.behind, "school_year", year), copied)
    kept = before.filter(_still_known(before, students)) if len(before) else before
    return pa.concat_tables([kept, _of(students.placed.select(BEHIND.names).cast(BEHIND), counted)])


def _of(students: pa.Table, groups: Collection[Group]) -> pa.Table:
    """The students of some groups. By numbers: a join on texts would take ten times as long."""
    schools = pa.array([school_id for school_id, _ in groups], pa.string())
    courses = pa.array([course_id for _, course_id in groups], pa.string())
    school_ids, course_ids = schools.unique(), courses.unique()
    wanted = _numbers(schools, school_ids, courses, course_ids)
    found = _numbers(students["school_id"], school_ids, students["course_id"], course_ids)
    return students.filter(pa.array(np.isin(found, wanted)))


def _numbers(
    schools: pa.Array | pa.ChunkedArray, school_ids: pa.Array, courses: pa.Array, course_ids: pa.Array
) -> np.ndarray:
    """A number for each pair of a school and a course; negative for one that is not among the ids."""
    school = pc.index_in(schools, value_set=school_ids).fill_null(-1).to_numpy().astype(np.int64)
    course = pc.index_in(courses, value_set=course_ids).fill_null(-1).to_numpy()
    return np.where((school < 0) | (course < 0), -1, school * len(course_ids) + course)


def _still_known(before: pa.Table, students: Students) -> pa.Array:
    """Who of a former build's students is still in the sources: an erased student leaves this file too."""
    here = pc.is_in(before["student_id"], value_set=_one(students.placed["student_id"]))
    elsewhere = _among(before.filter(pc.invert(here))["student_id"], students, ["student_id"])
    return pc.or_(here, pc.is_in(before["student_id"], value_set=_one(elsewhere["student_id"])))


def genders(behind: pa.Table, students: Students) -> pa.ChunkedArray:
    """The gender that each student of `behind` reports today; blank for one who is gone."""
    placed = students.placed.select(["student_id", "gender"])
    gone = pc.invert(pc.is_in(behind["student_id"], value_set=_one(placed["student_id"])))
    others = _among(behind.filter(gone)["student_id"], students, ["student_id", "gender"])
    today = pa.concat_tables([placed, others.cast(placed.schema)])
    where = pc.index_in(behind["student_id"], value_set=_one(today["student_id"]))
    return today["gender"].take(where)


def _among(ids: pa.ChunkedArray, students: Students, columns: list[str]) -> pa.Table:
    """The rows of the contract table `students` about some students."""
    return students.known.to_table(columns=columns, filter=pc.field("student_id").isin(_one(ids)))


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()
