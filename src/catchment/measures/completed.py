"""Who completed a course, by the network's completion rules (`completion_needs`, `completion_levels`)."""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.picking import fifth_day, first, nth
from catchment.measures.step import Tables

STUDENT = ["student_id", "course_id", "school_year"]
LEVEL = [*STUDENT, "level"]


PLUGGED = 0
"""The bin of all plugged lessons of a course; the other bins are its units, by position from 1."""


def needed_lessons(tables: Tables) -> ir.Table:
    """lesson (by number) → the bins of its course in which a rule counts it."""
    places = tables["lesson_places"].select("lesson", "course_id", "unit_position", "plugged")
    bins = tables["needed_counts"].select("course_id", "bin").distinct()
    counted = places.inner_join(bins, "course_id")
    of_unit = counted.bin == counted.unit_position
    of_plugged = (counted.bin == PLUGGED) & counted.plugged
    return counted.filter(of_unit | of_plugged).select("lesson", "course_id", "bin")


def needed_counts(tables: Tables) -> ir.Table:
    """course × bin → how many lessons in it some rule asks for, a row per number."""
    needs = tables["completion_needs"]
    units = tables["units"].select("course_id", bin="position").distinct()
    any_unit = needs.filter(needs.units.notnull()).inner_join(units, "course_id")
    plugged = needs.filter(needs.plugged).mutate(bin=ibis.literal(PLUGGED, "int64"))
    named = needs.filter(needs.unit.notnull()).select("course_id", "lessons", bin="unit")
    columns = ["course_id", "lessons", "bin"]
    return ibis.union(any_unit.select(columns), plugged.select(columns), named.select(columns), distinct=True)


def lessons_reached(tables: Tables) -> ir.Table:
    """student × course × school year × bin × number asked for → the day on which so many were started."""
    starts = tables["lesson_starts"].inner_join(tables["needed_lessons"], "lesson")
    days = starts.group_by("student_id", "course_id", "begins_in", "bin").agg(
        days=starts.started_on.collect().sort()
    )
    asked = days.inner_join(tables["needed_counts"], ["course_id", "bin"])
    reached = asked.filter(asked.days.length() >= asked.lessons)
    # a day beyond the end of the list is blank in one engine and an error in another
    enough = reached.days.length() >= reached.lessons
    day = ibis.ifelse(enough, reached.days[(reached.lessons - 1).cast("int32")], ibis.null("date"))
    years = tables["school_years"].select("begins_in", "school_year")
    named = reached.mutate(started_on=day).inner_join(years, "begins_in")
    return named.select(*STUDENT, "bin", "lessons", "started_on")


def student_completed(tables: Tables) -> ir.Table:
    """student × course × school year × level that holds → completed_on, the day the last need was met."""
    needs, reached = tables["completion_needs"], tables["lessons_reached"]
    own = ibis.union(_units_named(reached, needs), _units_any(reached, needs), _plugged(reached, needs))
    return _with_required(own, tables["completion_levels"])


def _units_named(reached: ir.Table, needs: ir.Table) -> ir.Table:
    """Levels that name their units: each alternative holds with its last need, the earliest counts."""
    wanted = needs.filter(needs.unit.notnull()).select(
        "course_id", "level", "alternative", "needs", "lessons", bin="unit"
    )
    met = reached.inner_join(wanted, ["course_id", "bin", "lessons"])
    whole = met.group_by(*LEVEL, "alternative", "needs").agg(met=_.count(), on=met.started_on.max())
    whole = whole.filter(whole.met == whole.needs)
    return whole.group_by(LEVEL).agg(on=whole.on.min())


def _units_any(reached: ir.Table, needs: ir.Table) -> ir.Table:
    """Levels that ask for that many lessons in each of any so many units."""
    wanted = needs.filter(needs.units.notnull()).select("course_id", "level", "units", "lessons")
    met = reached.filter(reached.bin != PLUGGED).inner_join(wanted, ["course_id", "lessons"])
    return nth(met, LEVEL, ["started_on", "bin"], met.units).select(*LEVEL, on="started_on")


def _plugged(reached: ir.Table, needs: ir.Table) -> ir.Table:
    wanted = needs.filter(needs.plugged).select("course_id", "level", "lessons")
    met = reached.filter(reached.bin == PLUGGED).inner_join(wanted, ["course_id", "lessons"])
    return met.select(*LEVEL, on="started_on")


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
    reached = fifth_day(students, level, "counted_on")
    lowest = first(reached, key, ["level_position"]).select(*key, completed_on="counted_on")
    highest = first(reached, key, [ibis.desc("level_position")]).select(*key, completed_level="level")
    return lowest.inner_join(highest, key)
