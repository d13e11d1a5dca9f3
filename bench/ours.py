"""What the exact layer publishes about the same students, as the general attacker takes it.

Schools do not constrain each other, so a school's rows and what is public about it are all there is.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from bench.rules import Country, Decided
from catchment.attack.tables import Equations
from catchment.disclosure.atoms import Cell
from catchment.disclosure.genders import GenderRow, public_range

ENDLESS = (0.0, np.inf)


@dataclass
class Published:
    """Cells with their ranges and the equations between them; `withheld` are flags and coded sides."""

    ranges: list[tuple[float, float]] = field(default_factory=list)
    equations: list[tuple[int, list[int]]] = field(default_factory=list)
    withheld: list[int] = field(default_factory=list)

    def cell(self, low: float, high: float) -> int:
        self.ranges.append((low, high))
        return len(self.ranges) - 1

    def system(self) -> Equations:
        return Equations.of(self.equations)


def published(land: Country, made: Decided, n: int) -> Published:
    """Everything that counts and gender rows of all schools say, with public enrolment beside them."""
    book = Published()
    schools: dict[str, list[Cell]] = defaultdict(list)
    for cell in made.cells:
        schools[cell.key.school_id].append(cell)
    for school, cells in schools.items():
        _counts(book, cells, land.enrolled[school].students if school in land.enrolled else None, n)
        if school in made.genders:
            _gender(book, made.genders[school], land, school, n)
    return book


def _counts(book: Published, cells: list[Cell], enrolled: int | None, n: int) -> None:
    """The school's `all` row is the sum of what is shown; with the flags it is at most enrolment."""
    shown = [book.cell(cell.students, cell.students) for cell in cells if cell.students is not None]
    flags = [book.cell(1, n - 1) for cell in cells if cell.students is None]
    total = sum(cell.students or 0 for cell in cells)
    book.withheld += flags
    book.equations.append((book.cell(total, total), shown))
    if enrolled is not None and enrolled >= total + len(flags):
        everybody = book.cell(enrolled, enrolled)
        book.equations.append((everybody, [*shown, *flags, book.cell(*ENDLESS)]))


def _gender(book: Published, row: GenderRow, land: Country, school: str, n: int) -> None:
    """Girls and others are the base, and neither are more than the school has."""
    sides = {"low": (0, n), "high": (row.base - n, row.base), "few": (0, row.base)}
    low, high = sides[row.code] if row.female is None else (row.female, row.female)
    girls, others = book.cell(low, high), book.cell(*ENDLESS)
    book.equations.append((book.cell(row.base, row.base), [girls, others]))
    if row.code in ("low", "high"):
        book.withheld += [girls, others]
    known = land.enrolled.get(school)
    fits = public_range(row.base, known)
    if known is None or fits is None or fits[0] > high or fits[1] < low:
        return  # figures that contradict each other limit nothing
    for part, most in ((girls, known.female), (others, known.students - known.female)):
        book.equations.append((book.cell(most, most), [part, book.cell(*ENDLESS)]))
