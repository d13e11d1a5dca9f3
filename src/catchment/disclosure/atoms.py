"""Atoms: the students of one school in one course in one school year, shown exactly or flagged.

Claim. A count from 1 to n-1 is never published, nor can it be computed from what is.
Why it holds. A cell is decided from its own school's numbers and public facts alone, and no total anywhere
contains a group that is not shown, so nothing can be subtracted. Where enrolment minus the students shown
is under 2n, enrolment itself would give the rest away: there the groups that are not shown are not reported.
Fails when broken: `tests/unit/disclosure/test_atoms.py`, and the attack on the built release.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from catchment.disclosure.ratchet import step

Family = Literal["course", "hour_of_code"]


class Key(NamedTuple):
    """Which atom: NCES school id, school year label, course id."""

    school_id: str
    school_year: str
    course_id: str


@dataclass(frozen=True)
class Atom:
    """The truth about one group, before any rule: `students` >= 0 (0 only for what was published before)."""

    key: Key
    family: Family
    students: int


@dataclass(frozen=True)
class Cell:
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

    `previous` holds the cells of the last release, `shown` every count shown before (oldest first),
    `threshold(school_id)` is n, and `enrolment(school_id, school_year)` is the public enrolment, or None
    where it is unknown.
    """
    current = {atom.key: atom for atom in atoms}
    for key, cell in previous.items():
        current.setdefault(key, Atom(key, cell.family, 0))
    cells = [
        Cell(
            atom.key, atom.family, step(shown.get(atom.key, ()), atom.students, threshold(atom.key.school_id))
        )
        for atom in current.values()
    ]
    return sorted(_enrolment_rule(cells, threshold, enrolment), key=lambda cell: cell.key)


def _enrolment_rule(
    cells: list[Cell], threshold: Callable[[str], int], enrolment: Callable[[str, str], int | None]
) -> list[Cell]:
    shown: dict[tuple[str, str, Family], int] = defaultdict(int)
    for cell in cells:
        shown[cell.key.school_id, cell.key.school_year, cell.family] += cell.students or 0

    def reported(cell: Cell) -> bool:
        school, year, _ = cell.key
        public = enrolment(school, year)
        return (
            cell.students is not None
            or public is None
            or public - shown[school, year, cell.family] >= 2 * threshold(school)
        )

    return [cell for cell in cells if reported(cell)]
