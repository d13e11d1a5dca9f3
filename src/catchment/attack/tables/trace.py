"""Interval propagation over a few sums that remembers which sum narrowed which cell, and from what."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isinf

Range = tuple[float, float]
Total = tuple[int, list[int]]
"""The position of a total and those of its parts."""
LOW, HIGH = 0, 1
MOST_FACTS = 20_000
"""Ranges can creep towards each other for ever; a proof as long as this is no deduction in words."""


@dataclass(frozen=True)
class Fact:
    """One end of a cell's range, and the sum (its number) that says so with the help of earlier facts."""

    cell: int
    side: int
    value: float
    sum: int
    because: tuple[int, ...]


class Trace:
    """What some sums say, step by step. `spans`: the published ranges; `rows`: which of the sums."""

    def __init__(self, spans: list[Range], sums: list[Total], rows: Iterable[int]) -> None:
        self._spans, self._sums = spans, sums
        self.facts: list[Fact] = []
        self._latest: dict[tuple[int, int], int] = {}
        self._run(list(rows))

    def span(self, cell: int) -> Range:
        return self._end(cell, LOW), self._end(cell, HIGH)

    def settles(self, cell: int) -> bool:
        low, high = self.span(cell)
        return low == high

    def narrowed(self) -> dict[int, None]:
        """The cells of which more is known than was published."""
        return dict.fromkeys(cell for cell, _ in self._latest)

    def proof(self, cell: int) -> list[Fact]:
        """The facts behind both ends of a cell, earliest first."""
        waiting = self._facts_of([(cell, LOW), (cell, HIGH)])
        needed: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number not in needed:
                needed.add(number)
                waiting += self.facts[number].because
        return [self.facts[number] for number in sorted(needed)]

    def _end(self, cell: int, side: int) -> float:
        number = self._latest.get((cell, side))
        return self._spans[cell][side] if number is None else self.facts[number].value

    def _facts_of(self, ends: Iterable[tuple[int, int]]) -> list[int]:
        return [self._latest[end] for end in ends if end in self._latest]

    def _run(self, rows: list[int]) -> None:
        """First come, first served, so that a short chain is found before a long one."""
        rows_of: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            for cell in self._cells(row):
                rows_of[cell].append(row)
        waiting, queued = deque(rows), set(rows)
        while waiting and len(self.facts) < MOST_FACTS:
            row = waiting.popleft()
            queued.discard(row)
            for fact in self._says(row):
                self._latest[fact.cell, fact.side] = len(self.facts)
                self.facts.append(fact)
                for other in rows_of[fact.cell]:
                    if other != row and other not in queued:
                        queued.add(other)
                        waiting.append(other)

    def _cells(self, row: int) -> list[int]:
        total, parts = self._sums[row]
        return [total, *parts]

    def _says(self, row: int) -> list[Fact]:
        """The ends that one sum moves, all from what was known before it."""
        total, parts = self._sums[row]
        # the sum is zero with the total turned round: a term's most is what the least of the others leaves
        terms = [(total, -1), *((part, 1) for part in parts)]
        least = _Ends([self._term(cell, sign, LOW) for cell, sign in terms])
        most = _Ends([self._term(cell, sign, HIGH) for cell, sign in terms])
        found = []
        for at, (cell, sign) in enumerate(terms):
            if self._end(cell, LOW) == self._end(cell, HIGH):
                continue
            for side, others in ((HIGH, least), (LOW, most)):
                value = 0.0 - others.without(at) * sign  # no negative zero
                end = side if sign > 0 else 1 - side
                if value < self._end(cell, HIGH) if end == HIGH else value > self._end(cell, LOW):
                    because = self._facts_of(self._used(terms, at, side))
                    found.append(Fact(cell, end, value, row, tuple(because)))
        return found

    def _term(self, cell: int, sign: int, side: int) -> float:
        return self._end(cell, side) if sign > 0 else -self._end(cell, 1 - side)

    def _used(self, terms: list[tuple[int, int]], at: int, side: int) -> Iterator[tuple[int, int]]:
        """The ends of the other terms on which the term's own end rests."""
        for number, (cell, sign) in enumerate(terms):
            if number != at:
                yield cell, (1 - side if sign > 0 else side)


class _Ends:
    """Sums of all ends but one, when some are infinite."""

    def __init__(self, values: list[float]) -> None:
        self._values = values
        self._infinite = [value for value in values if isinf(value)]
        self._finite = sum(value for value in values if not isinf(value))

    def without(self, at: int) -> float:
        value = self._values[at]
        if isinf(value):
            return self._infinite[0] if len(self._infinite) > 1 else self._finite
        return self._infinite[0] if self._infinite else self._finite - value
