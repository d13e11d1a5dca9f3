"""What is known on the as-of date: nothing dated later exists."""

from datetime import date

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.step import Tables

BORN = {
    "activity": "on",
    "consents": "granted_on",
    "enrollments": "enrolled_on",
    "roster_corrections": "decided_on",
    "section_students": "joined_on",
    "sections": "created_on",
    "signals": "on",
    "teacher_schools": "starts_on",
    "teachers": "created_on",
    "workshop_sessions": "on",
    "workshops": None,
}
"""The date from which a row exists. A workshop may be announced for any day; its sessions have dates."""

ENDED = {
    "consents": "withdrawn_on",
    "enrollments": "withdrawn_on",
    "roster_corrections": "undone_on",
    "section_students": "removed_on",
    "sections": "deleted_on",
    "workshops": "deleted_on",
}
"""The date of an end that, on the as-of date, has or has not happened. `teacher_schools.ends_on` is none:
the end of a school year may be written down long before it comes."""


def known(tables: Tables, name: str, as_of: date) -> ir.Table:
    """The contract table `name` as it was on `as_of`: no later rows, later ends not yet written."""
    if name == "activity":
        return known_activity(tables)
    table = tables[name]
    if born := BORN[name]:
        table = table.filter(table[born] <= as_of)
    if ended := ENDED.get(name):
        day = table[ended]
        table = table.mutate(**{ended: ibis.ifelse(day <= as_of, day, ibis.null("date"))})
    return table


def known_activity(tables: Tables) -> ir.Table:
    """`activity` up to the as-of date, with the day's number and the year in which its school year begins.

    The calendar says which days those are: the expression itself is the same whatever the date, and so is
    what it gives for a school year that was over.
    """
    days = tables["calendar"].filter(_.known).select("on", "day", "begins_in")
    return tables["activity"].inner_join(days, "on")
