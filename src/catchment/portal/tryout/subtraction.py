"""What anybody finds in plain tables with a pencil: totals minus the numbers that are shown."""

from dataclasses import dataclass

from catchment.portal.tryout.plain import Cell, Line, Plain

Numbers = dict[Cell, int]


@dataclass(frozen=True)
class Step:
    """One subtraction: `total` minus the numbers in `taken` leaves `left`, the hidden number of `found`."""

    line: Line
    total: int
    taken: tuple[tuple[Cell, int], ...]
    found: Cell
    left: int


def found(tables: Plain) -> dict[Cell, Step]:
    """Every hidden cell that subtraction gives, with its last step, which may use what earlier ones found."""
    known: Numbers = {cell: number for cell in tables.cells() if (number := tables.number(cell)) is not None}
    steps: dict[Cell, Step] = {}
    # Round by round, so that a cell is found in as few steps as there are.
    while new := [step for line in tables.lines() if (step := _step(line, known)) is not None]:
        for step in new:
            steps.setdefault(step.found, step)
            known[step.found] = steps[step.found].left
    return steps


def steps_to(cell: Cell, steps: dict[Cell, Step]) -> list[Step]:
    """The subtractions that lead to a cell of `steps`, in the order in which one does them."""
    ordered: dict[Cell, Step] = {}

    def need(wanted: Cell) -> None:
        step = steps[wanted]
        for used, _ in step.taken:
            if used in steps and used not in ordered:
                need(used)
        ordered[wanted] = step

    need(cell)
    return list(ordered.values())


def _step(line: Line, known: Numbers) -> Step | None:
    """The step that a line with one unknown part gives."""
    unknown = [cell for cell in line.parts if cell not in known]
    if line.total not in known or len(unknown) != 1:
        return None
    taken = tuple((cell, known[cell]) for cell in line.parts if cell in known)
    total = known[line.total]
    return Step(line, total, taken, unknown[0], total - sum(number for _, number in taken))
