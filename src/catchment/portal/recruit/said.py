"""A school's published figures in words, with the threshold of its own state."""

from datetime import date
from typing import Any

from catchment.release.reader import Reader
from catchment.words import genders, withheld
from catchment.words.said import Said

Row = dict[str, Any]


def threshold(reader: Reader, state: str | None) -> int:
    """Below how many students a group is withheld at the schools of a state."""
    policy = reader.manifest["policy"]
    return int(policy["per_state"].get(state, policy["n"]))


def students(row: Row, n: int) -> Said:
    """A school's students in a course, or in all."""
    return withheld.students(row["students"], row["students_code"], row["groups_left_out"] or 0, n)


def female(row: Row, n: int, census: date | None = None) -> Said | None:
    """The year's gender breakdown; None where nothing is active: there is nobody to break down."""
    return genders.female(row, n, census) if row["active_at_all"] else None
