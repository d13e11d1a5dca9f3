"""Rules between tables, and between the rows of one: sessions and their workshops, positions, attendance."""

from collections.abc import Callable

import duckdb

from catchment.network import contract
from catchment.sources.package.views import latest
from catchment.warehouse.sql import quoted, text


def across_checks(connection: duckdb.DuckDBPyConnection, table: contract.Table) -> list[str]:
    """Queries for faults (tbl, rid, level, rule, col, reason) that need more than one row to see."""
    return [rule(connection) for rule in _RULES.get(table.name, ())]


def _fault(table: str, rule: str, column: str, reason: str, level: str = "error") -> str:
    return f"SELECT {text(table)}, rid, {text(level)}, {text(rule)}, {text(column)}, {reason}"


def _sessions_within_workshops(connection: duckdb.DuckDBPyConnection) -> str:
    span = "w.starts_on || ' to ' || w.ends_on"
    reason = f"'expected a day of its workshop, ' || {span} || ', found ' || s.day"
    days = 'SELECT rowid AS rid, workshop_id, TRY_CAST("on" AS DATE) AS day FROM raw.workshop_sessions'
    return (
        f"{_fault('workshop_sessions', 'outside_workshop', 'on', reason)} "
        f"FROM ({days}) s JOIN ({latest(connection, 'workshops')}) w USING (workshop_id) "
        "WHERE s.day NOT BETWEEN w.starts_on AND w.ends_on"
    )


def _attendance_of_the_same_workshop(connection: duckdb.DuckDBPyConnection) -> str:
    reason = "'its session and its enrollment belong to two workshops'"
    return (
        f"{_fault('attendance', 'two_workshops', 'session_id', reason, 'warning')} "
        "FROM (SELECT rowid AS rid, session_id, enrollment_id FROM raw.attendance) a "
        f"JOIN ({latest(connection, 'workshop_sessions')}) s USING (session_id) "
        f"JOIN ({latest(connection, 'enrollments')}) e USING (enrollment_id) "
        "WHERE s.workshop_id <> e.workshop_id"
    )


def _one_position_each(table: str, parent: str) -> Callable[[duckdb.DuckDBPyConnection], str]:
    """Completion rules and "furthest unit" name units by position: two at one place blur both."""

    def rule(_: duckdb.DuckDBPyConnection) -> str:
        reason = f"'another row of the same {parent} has this position'"
        return (
            f"{_fault(table, 'position', 'position', reason, 'warning')} FROM (SELECT rowid AS rid, "
            f"row_number() OVER (PARTITION BY {quoted(parent)}, position ORDER BY rowid) AS n "
            f"FROM raw.{quoted(table)} WHERE position IS NOT NULL) WHERE n > 1"
        )

    return rule


_RULES: dict[str, tuple[Callable[[duckdb.DuckDBPyConnection], str], ...]] = {
    "workshop_sessions": (_sessions_within_workshops,),
    "attendance": (_attendance_of_the_same_workshop,),
    "units": (_one_position_each("units", "course_id"),),
    "lessons": (_one_position_each("lessons", "unit_id"),),
}
