"""Who completed a course, by the network's completion rules (`completion_needs`, `completion_levels`)."""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.picking import FIFTH, first, nth
from catchment.measures.step import Tables

STUDENT = ["student_id", "course_id", "school_year"]
LEVEL = [*STUDENT, "level"]


def student_completed(tables: Tables) -> ir.Table:
    """student × course × school year × level that holds → completed_on, the day the last need was met."""
    needs = tables["completion_needs"]
    starts = tables["lesson_starts"]
    in_units = _numbered(_ruled(starts, needs, ~needs.plugged), [*STUDENT, "unit_position"])
    plugged = _numbered(_ruled(starts.filter(starts.plugged), needs, needs.plugged), STUDENT)
    own = ibis.union(_units_named(in_units, needs), _units_any(in_units, needs), _plugged(plugged, needs))
    return _with_required(own, tables["completion_levels"])


def _ruled(starts: ir.Table, needs: ir.Table, which: ir.BooleanValue) -> ir.Table:
    """Only the courses with such a rule: numbering every lesson of the others would be for nothing."""
    return starts.filter(starts.course_id.isin(needs.filter(which).course_id))


def _numbered(starts: ir.Table, within: list[str]) -> ir.Table:
    """Lessons by start; which of two that began on one day comes first changes no date."""
    number = ibis.row_number().over(group_by=within, order_by="started_on") + 1
    return starts.select(*within, "started_on", lessons=number)


def _units_named(lessons: ir.Table, needs: ir.Table) -> ir.Table:
    """Levels that name their units: each alternative holds with its last need, the earliest counts."""
    wanted = needs.filter(needs.unit.notnull()).select(
        "course_id", "level", "alternative", "needs", "lessons", unit_position="unit"
    )
    met = lessons.inner_join(wanted, ["course_id", "unit_position", "lessons"])
    whole = met.group_by(*LEVEL, "alternative", "needs").agg(met=_.count(), on=met.started_on.max())
    whole = whole.filter(whole.met == whole.needs)
    return whole.group_by(LEVEL).agg(on=whole.on.min())


def _units_any(lessons: ir.Table, needs: ir.Table) -> ir.Table:
    """Levels that ask for that many lessons in each of any so many units."""
    wanted = needs.filter(needs.units.notnull()).select("course_id", "level", "units", "lessons")
    met = lessons.inner_join(wanted, ["course_id", "lessons"])
    return nth(met, LEVEL, ["started_on", "unit_position"], met.units).select(*LEVEL, on="started_on")


def _plugged(lessons: ir.Table, needs: ir.Table) -> ir.Table:
    wanted = needs.filter(needs.plugged).select("course_id", "level", "lessons")
    return lessons.inner_join(wanted, ["course_id", "lessons"]).select(*LEVEL, on="started_on")


def _with_required(own: ir.Table, levels: ir.Table) -> ir.Table:
    """A level holds once it and all that it requires hold by themselves."""
    parts = own.rename(part="level").inner_join(levels, ["course_id", "part"])
    held = parts.group_by(*LEVEL, "level_position", "parts").agg(held=_.count(), completed_on=parts.on.max())
    return held.filter(held.held == held.parts).drop("held", "parts")


def teacher_completed(tables: Tables) -> ir.Table:
    """person × course × school year → completed_on of the lowest, completed_level the highest level reached.

    A level is reached with the 5th distinct student, each counted from the later of completing and joining.
    """
    key = ["person_id", "course_id", "school_year"]
    level = [*key, "level", "level_position"]
    rows = tables["class_students"].inner_join(tables["student_completed"], STUDENT)
    rows = rows.filter(rows.removed_on.isnull() | (rows.completed_on <= rows.removed_on))
    rows = rows.mutate(counted_on=ibis.greatest(rows.completed_on, rows.joined_on))
    students = rows.group_by(*level, "student_id").agg(counted_on=rows.counted_on.min())
    reached = nth(students, level, ["counted_on", "student_id"], FIFTH)
    lowest = first(reached, key, ["level_position"]).select(*key, completed_on="counted_on")
    highest = first(reached, key, [ibis.desc("level_position")]).select(*key, completed_level="level")
    return lowest.inner_join(highest, key)
