"""Atoms: the students of one school in one course in one school year, shown exactly or flagged.

Claim. A count from 1 to n-1 is never published, nor can it be computed from what is.
Why it holds. A cell is decided from its own school's numbers and public facts alone, and no total anywhere
contains a group that is not shown, so nothing can be subtracted. Where enrolment minus the students shown
is under 2n, enrolment itself would give the rest away: there the groups that are not shown are not reported.
A flag that an earlier release published and this one drops stays open too (decision 0013).
Fails when broken: `tests/unit/disclosure/test_atoms.py`, and the attack on the built release.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from catchment.disclosure.ratchet import step

Family = Literal["course", "hour_of_code"]


class Key(NamedTuple):
    """Which atom: NCES school id, school year label, course id."""

    school_id: str
    school_year: str
    course_id: str


class Atom(NamedTuple):
    """The truth about one group, before any rule: `students` >= 0 (0 only for what was published before)."""

    key: Key
    family: Family
    students: int


class Cell(NamedTuple):
    """What is published of one group: its exact count, or None for "active, fewer than n"."""

    key: Key
    family: Family
    students: int | None

    @property
    def code(self) -> Literal["exact", "small"]:
        return "small" if self.students is None else "exact"


def decide(
    atoms: Iterable[Atom],
    previous: Mapping[Key, Cell],
    shown: Mapping[Key, Sequence[int]],
    threshold: Callable[[str], int],
    enrolment: Callable[[str, str], int | None],
) -> list[Cell]:
    """Cells to publish for the atoms of open school years.

    `previous` holds every group published so far as it last stood, one that a later release no longer
    reported too; `shown` has every count shown before (oldest first), `threshold(school_id)` is n, and
    `enrolment(school_id, school_year)` is the public enrolment, or None where it is unknown.
    """
    current = {atom.key: atom for atom in atoms}
    current |= {key: Atom(key, cell.family, 0) for key, cell in previous.items() if key not in current}
    cells: list[Cell] = []
    for (school_id, year, family), group in groupby(sorted(current.values(), key=_order), key=_group):
        n, public = threshold(school_id), enrolment(school_id, year)
        wanted = {atom.key: step(shown.get(atom.key, ()), atom.students, n) for atom in group}
        allowed = wanted if public is None else _within_enrolment(wanted, public - 2 * n)
        cells += [Cell(key, family, count) for key, count in allowed.items()]
    return sorted(cells, key=lambda cell: cell.key)


def _group(atom: Atom) -> tuple[str, str, Family]:
    return atom.key.school_id, atom.key.school_year, atom.family


def _order(atom: Atom) -> tuple[str, str, Family, str]:
    return *_group(atom), atom.key.course_id


Counts = dict[Key, int | None]
"""Count to show by atom of one school, year and family; None for a flag."""


def _within_enrolment(wanted: Counts, most: int) -> Counts:
    """`wanted`; without its flags where over `most` students are shown and enrolment would tell the rest."""
    if sum(count or 0 for count in wanted.values()) <= most:
        return wanted
    return {key: count for key, count in wanted.items() if count is not None}
