"""The students behind shown counts: who they were when the count was first shown, for the year's census.

A count moves in steps of n, but who is behind it changes every day. Were gender counted among today's
students, a breakdown would belong to another group than its count does. So each build writes down the
students of every count that it shows for the first time or moves, and copies those of every other.
"""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from catchment.disclosure.atoms import Cell, Key
from catchment.release.build.history import History
from catchment.release.build.picking import equal
from catchment.release.build.schemas import BEHIND

KEY = ["school_id", "school_year", "course_id"]
Cells = Iterable[Cell]


def behind_shown(year: str, cells: Cells, history: History, placed: pa.Table, known: ds.Dataset) -> pa.Table:
    """student × shown group of a school year.

    `cells` are those to be published, `placed` the measure `students_of_atoms` of the year, `known` the
    contract table `students`.
    """
    shown = [cell for cell in cells if _is_shown(cell, year)]
    copied = [cell.key for cell in shown if cell == history.standing.get(cell.key)]
    counted = [cell.key for cell in shown if cell != history.standing.get(cell.key)]
    before = _of(equal(history.behind, "school_year", year), copied)
    kept = before.filter(_still_known(before, placed, known)) if len(before) else before
    return pa.concat_tables([kept, _of(placed.select(BEHIND.names), counted)])


def _is_shown(cell: Cell, year: str) -> bool:
    return cell.family == "course" and cell.students is not None and cell.key.school_year == year


def _of(students: pa.Table, keys: list[Key]) -> pa.Table:
    """The students of some groups."""
    if not keys or not len(students):
        return BEHIND.empty_table()
    wanted = pa.table([list(column) for column in zip(*keys, strict=True)], names=KEY)
    return students.join(wanted, KEY, join_type="left semi").select(BEHIND.names).cast(BEHIND)


def _still_known(before: pa.Table, placed: pa.Table, known: ds.Dataset) -> pa.Array:
    """Who of a former build's students is still in the sources: an erased student leaves this file too."""
    here = pc.is_in(before["student_id"], value_set=placed["student_id"].combine_chunks())
    elsewhere = _among(before.filter(pc.invert(here))["student_id"], known, ["student_id"])["student_id"]
    return pc.or_(here, pc.is_in(before["student_id"], value_set=elsewhere.combine_chunks()))


def _among(students: pa.ChunkedArray, known: ds.Dataset, columns: list[str]) -> pa.Table:
    """The rows of the contract table `students` about some students."""
    wanted = pc.field("student_id").isin(students.combine_chunks())
    return known.to_table(columns=columns, filter=wanted)


def with_genders(behind: pa.Table, placed: pa.Table, known: ds.Dataset) -> pa.Table:
    """`behind` with the gender that each student reports today; blank for one who is gone."""
    today = placed.select(["student_id", "gender"])
    gone = pc.invert(pc.is_in(behind["student_id"], value_set=today["student_id"].combine_chunks()))
    others = _among(behind.filter(gone)["student_id"], known, ["student_id", "gender"])
    everyone = pa.concat_tables([today, others.cast(today.schema)])
    return behind.join(everyone, "student_id")
