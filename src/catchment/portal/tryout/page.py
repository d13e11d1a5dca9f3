"""The plain tables as the page shows them: hidden cells to pick, and the subtractions that find one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from catchment.portal.tryout import subtraction
from catchment.portal.tryout.plain import COLUMNS, DISTRICT, Cell, Plain
from catchment.portal.tryout.subtraction import Step

HEADS = {
    "female": gettext_lazy("Female"),
    "male": gettext_lazy("Male"),
    "other": gettext_lazy("Other or none"),
    "students": gettext_lazy("Students"),
}
_PEOPLE = {
    "female": ngettext_lazy("%(n)s girl", "%(n)s girls", "n"),
    "male": ngettext_lazy("%(n)s boy", "%(n)s boys", "n"),
    "other": ngettext_lazy(
        "%(n)s student with another answer or none", "%(n)s students with another answer or none", "n"
    ),
    "students": ngettext_lazy("%(n)s student", "%(n)s students", "n"),
}


@dataclass(frozen=True)
class Shown:
    """A cell: its number, None while hidden; whether subtraction finds it; its part in the last step."""

    key: str
    number: int | None
    can_be_found: bool
    part: str
    column: str


@dataclass(frozen=True)
class Subtraction:
    """A subtraction in words and as a sum."""

    words: str
    sum: str


class Plainly:
    """One state of the left side: nothing picked yet, or a hidden cell and so many of its steps."""

    def __init__(self, tables: Plain, picked: str, step: int) -> None:
        self._tables = tables
        self._found = subtraction.found(tables)
        self.picked = self._cell(picked)
        steps = subtraction.steps_to(self.picked, self._found) if self.picked else []
        self._steps, self.all_steps = steps[: max(1, step)], len(steps)

    @property
    def columns(self) -> list[str]:
        return [str(HEADS[column]) for column in COLUMNS]

    @property
    def rows(self) -> list[tuple[str, list[Shown]]]:
        """The schools, then the district, each with its cells."""
        places = [*self._tables.schools.items(), (DISTRICT, _("District"))]
        return [(name, [self._shown(Cell(place, column)) for column in COLUMNS]) for place, name in places]

    @property
    def key(self) -> str:
        return _key(self.picked) if self.picked else ""

    @property
    def first(self) -> tuple[str, str] | None:
        """The cell to begin with, a school's girls, with the school's name."""
        girls = next((cell for cell in self._found if cell.column == "female"), None)
        return (_key(girls), self._tables.schools[girls.place]) if girls else None

    @property
    def steps(self) -> list[Subtraction]:
        """The steps shown so far, in words."""
        return [self._said(step) for step in self._steps]

    @property
    def next_step(self) -> int:
        """The number of the next step, 0 where all are shown."""
        return len(self._steps) + 1 if len(self._steps) < self.all_steps else 0

    @property
    def answer(self) -> str:
        """What was found: "4 girls at Sample High"; blank until the last step."""
        if not self.picked or self.next_step:
            return ""
        return self._at(self._found[self.picked].left, self.picked)

    def _cell(self, key: str) -> Cell | None:
        """The hidden cell of a URL, None for whatever else stands there."""
        return next((cell for cell in self._found if _key(cell) == key), None)

    def _shown(self, cell: Cell) -> Shown:
        known = {step.found: step.left for step in self._steps}
        number = self._tables.number(cell)
        part = ""
        if cell in known:
            number, part = known[cell], "found"
        elif self._steps and not self.next_step:
            part = self._part(cell, self._steps[-1])
        return Shown(_key(cell), number, cell in self._found, part, str(HEADS[cell.column]))

    @staticmethod
    def _part(cell: Cell, step: Step) -> str:
        if cell == step.line.total:
            return "from"
        return "taken" if cell in step.line.parts else ""

    def _said(self, step: Step) -> Subtraction:
        taken = " − ".join(str(number) for _cell, number in step.taken if number)
        words = _("All %(total)s. Take away the others: what is left is %(found)s.") % {
            "total": self._at(step.total, step.line.total),
            "found": self._at(step.left, step.found),
        }
        return Subtraction(words, f"{step.total} − {taken} = {step.left}" if taken else f"{step.total}")

    def _at(self, number: int, cell: Cell) -> str:
        """ "60 girls in the whole district"."""
        people = _PEOPLE[cell.column] % {"n": number}
        if cell.place == DISTRICT:
            return _("%(people)s in the whole district") % {"people": people}
        return _("%(people)s at %(school)s") % {"people": people, "school": self._tables.schools[cell.place]}


def _key(cell: Cell) -> str:
    """A cell in a URL."""
    return f"{cell.place}.{cell.column}"
