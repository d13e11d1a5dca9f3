"""Gender at a school: one row a school year over all its shown courses, exact or coded.

Claim. Where a count of female students is not shown, at least 3 values of it stay possible, and at least
n+1 unless public enrolment by sex narrows the code further.
Why it holds. A code covers n+1 values. Public figures confine the count to a range, and whether to break
down at all is decided from that range and from the base, never from the count: a code whose part of the
range is small is then given to nobody, so its absence tells nothing.
Fails when broken: `tests/unit/disclosure/test_genders.py`, and the attack, which counts the values left.
"""

from typing import Literal, NamedTuple

Code = Literal["exact", "low", "high", "few"]
"""`low`: n or fewer are female; `high`: all but n or fewer are; `few`: not broken down."""

LEAST_VALUES = 3
"""A code that public figures narrow to fewer values than this would be as good as an exact count."""


class Enrolled(NamedTuple):
    """Public enrolment of a school in a year; None where the public file is blank."""

    students: int | None
    female: int | None
    male: int | None


class GenderRow(NamedTuple):
    """What is published: how many reported a gender, and how many of these are female, exactly or coded."""

    base: int
    female: int | None
    code: Code


def break_down(base: int, female: int, enrolled: Enrolled | None, n: int) -> GenderRow:
    """The row of `base` students who reported a gender, `female` of them female.

    `enrolled`: the public row of that year, else of the latest earlier year that has one.
    """
    if base <= 2 * n or not _leaves_room(base, enrolled, n):
        return GenderRow(base, None, "few")
    if female <= n:
        return GenderRow(base, None, "low")
    if female >= base - n:
        return GenderRow(base, None, "high")
    return GenderRow(base, female, "exact")


def public_range(base: int, enrolled: Enrolled | None) -> tuple[int, int] | None:
    """Least and greatest number of female students that public enrolment allows among `base`.

    None where a figure is blank or the figures contradict each other or the base.
    """
    if enrolled is None or enrolled.students is None or enrolled.female is None:
        return None
    if enrolled.female + (enrolled.male or 0) > enrolled.students:
        return None
    least = max(0, base - (enrolled.students - enrolled.female))
    most = min(base, enrolled.female)
    return (least, most) if least <= most else None


def _leaves_room(base: int, enrolled: Enrolled | None, n: int) -> bool:
    """Whether either code, where it is possible at all, leaves at least `LEAST_VALUES` values open."""
    known = public_range(base, enrolled)
    if known is None:
        return False
    least, most = known
    low = min(most, n) - least + 1
    high = most - max(least, base - n) + 1
    return all(values <= 0 or values >= LEAST_VALUES for values in (low, high))
