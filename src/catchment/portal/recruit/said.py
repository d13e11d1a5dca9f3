"""A school's published figures in words, with the thresholds of its own state and school year."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from catchment.release.reader import Reader
from catchment.words import genders, withheld
from catchment.words.said import Said

Row = dict[str, Any]
"""A row of a school with its `state` and `school_year`, besides the columns of what is said."""


def threshold(reader: Reader, state: str | None) -> int:
    """Below how many students a group is withheld at the schools of a state, by the policy in force."""
    return _of(reader.manifest["policy"], state)


def students(reader: Reader, row: Row) -> Said:
    """A school's students in a course, or in all."""
    n = _of(_then(reader, row, "counts"), row["state"])
    return withheld.students(row["students"], row["students_code"], row["groups_left_out"] or 0, n)


def female(reader: Reader, row: Row, census: date | None = None) -> Said | None:
    """The year's gender breakdown; None where nothing is active: there is nobody to break down."""
    if not row["active_at_all"]:
        return None
    return genders.female(row, _of(_then(reader, row, "genders"), row["state"]), census)


def _then(reader: Reader, row: Row, what: str) -> Mapping[str, Any]:
    """Those under which the row was decided: at the census, at the closing of its year, or now."""
    then: Mapping[str, Any] | None = reader.manifest["thresholds"][row["school_year"]][what]
    return then or reader.manifest["policy"]


def _of(thresholds: Mapping[str, Any], state: str | None) -> int:
    return int(thresholds["per_state"].get(state, thresholds["n"]))
