"""A deduction in words, with the numbers one would write down to follow it."""

from collections.abc import Iterable

import numpy as np

from catchment.attack.tables.additive import Tables
from catchment.attack.tables.deduction import MOST_SOLVED, Deduction
from catchment.attack.tables.trace import HIGH, LOW, Fact, Range

MOST_STEPS = 4
"""Longer chains are named by their totals: nobody follows them in one sentence."""
MOST_NUMBERS, MOST_TOTALS = 8, 12
ENDS = {LOW: ("at least", "least"), HIGH: ("at most", "most")}


def in_words(tables: Tables, deduction: Deduction) -> str:
    """One sentence without its full stop."""
    if not deduction.rows:
        return f"follows from more than {MOST_SOLVED} totals together"
    sentences = _Replay(tables, deduction).sentences if deduction.steps else []
    if 0 < len(sentences) <= MOST_STEPS:
        return "; ".join(sentences)
    return _combined(tables, deduction) or _together(tables, deduction)


class _Replay:
    """The steps once more, with what was known of each cell when its sum was used."""

    def __init__(self, tables: Tables, deduction: Deduction) -> None:
        self._tables = tables
        self._known: dict[int, Range] = {}
        said = dict.fromkeys(self._step(fact) for fact in deduction.steps)
        self.sentences = list(said)
        if not self.sentences[-1].startswith(f"{tables.name(deduction.cell)} = "):
            self.sentences += self._conclusion(deduction)

    def _span(self, cell: int) -> Range:
        return self._known.get(cell, self._tables.ranges[cell])

    def _step(self, fact: Fact) -> str:
        total, parts = self._tables.sums[fact.sum]
        others = [cell for cell in (total, *parts) if cell != fact.cell]
        exact = all(low == high for low, high in map(self._span, others))
        working = self._working(fact, total, parts)
        low, high = self._span(fact.cell)
        name = self._tables.name(fact.cell)
        if exact:
            self._known[fact.cell] = (fact.value, fact.value)
            return f"{name} = {working}"
        self._known[fact.cell] = (fact.value, high) if fact.side == LOW else (low, fact.value)
        says, leaves = ENDS[fact.side]
        return f"{name} is {says} {working} where the other hidden numbers leave it {leaves}"

    def _working(self, fact: Fact, total: int, parts: list[int]) -> str:
        """`Oak District, female 40 - 12 - 24 = 4`, or `12 + 24 = 36` for a total."""
        if fact.cell == total:
            numbers = [self._span(part)[fact.side] for part in parts]
            if len(parts) == 1:
                return f"{self._tables.name(parts[0])} {fact.value:.0f}"
            return _with_result(_joined("", " + ", numbers), fact.value)
        numbers = [self._span(part)[1 - fact.side] for part in parts if part != fact.cell]
        first = f"{self._tables.name(total)} {self._span(total)[fact.side]:.0f}"
        return _with_result(_joined(first, " - ", numbers), fact.value)

    def _conclusion(self, deduction: Deduction) -> list[str]:
        published = self._tables.ranges[deduction.cell]
        moved = {fact.side for fact in deduction.steps if fact.cell == deduction.cell}
        code = self._tables.published[deduction.cell]
        still = [
            f"{code} is {ENDS[side][0]} {published[side]:.0f}" for side in (LOW, HIGH) if side not in moved
        ]
        return [*still, f"so it is {deduction.value}"]


def _joined(first: str, sign: str, numbers: Iterable[float]) -> str:
    counted = [number for number in numbers if number]
    if len(counted) > MOST_NUMBERS:
        shown = [f"{sum(counted):.0f} (the sum of {len(counted)} others)"]
    else:
        shown = [f"{number:.0f}" for number in counted]
    return sign.join([first, *shown] if first else shown)


def _with_result(working: str, value: float) -> str:
    last = working.rpartition(" ")[2]
    plain = last == f"{value:.0f}" and " - " not in working and " + " not in working
    return (working or "0") if plain or not working else f"{working} = {value:.0f}"


def _combined(tables: Tables, deduction: Deduction) -> str:
    """Some totals minus others, where that cancels every other hidden cell; else nothing."""
    if len(deduction.rows) > MOST_STEPS:
        return ""
    totals = [tables.sums[row] for row in deduction.rows]
    cells = sorted({cell for total, parts in totals for cell in (total, *parts)})
    signs = np.zeros((len(cells), len(totals)))
    for column, (total, parts) in enumerate(totals):
        signs[[cells.index(cell) for cell in parts], column] = 1
        signs[cells.index(total), column] = -1
    hidden = np.array([tables.ranges[cell][0] < tables.ranges[cell][1] for cell in cells])
    wanted = np.array([float(cell == deduction.cell) for cell in cells])
    weights = np.round(np.linalg.lstsq(signs[hidden], wanted[hidden], rcond=None)[0])
    combined = -(signs @ weights)
    if (combined[hidden] != -wanted[hidden]).any():
        return ""
    named = {total for total, _ in totals}
    return f"{tables.name(deduction.cell)} = {_signed(tables, cells, combined, named)} = {deduction.value}"


def _signed(tables: Tables, cells: list[int], combined: np.ndarray, named: set[int]) -> str:
    """The published numbers with their signs, the totals among them first and by name."""
    terms = [(cell, sign) for cell, sign in zip(cells, combined, strict=True) if sign]
    terms = [(cell, sign) for cell, sign in terms if tables.ranges[cell][0] == tables.ranges[cell][1]]
    terms.sort(key=lambda term: (term[0] not in named, -term[1]))
    words = ""
    for cell, sign in terms:
        number = tables.ranges[cell][0] * abs(sign)
        name = f"{tables.name(cell)} " if cell in named else ""
        if number or name:
            words += f" {'+' if sign > 0 else '-'} {name}{number:.0f}"
    return words.removeprefix(" + ").strip() or "0"


def _together(tables: Tables, deduction: Deduction) -> str:
    named = [f"{tables.name(total)} {tables.published[total]}" for total in _totals(tables, deduction)]
    more = f"; and {len(named) - MOST_TOTALS} more" if len(named) > MOST_TOTALS else ""
    number = len(named)
    return f"follows from these {number} totals together: {'; '.join(named[:MOST_TOTALS])}{more}"


def _totals(tables: Tables, deduction: Deduction) -> list[int]:
    return list(dict.fromkeys(tables.sums[row][0] for row in deduction.rows))
