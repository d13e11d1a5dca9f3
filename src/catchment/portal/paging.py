"""Pages of a long table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catchment.portal import asked

SIZE = 50
TOTAL = "count(*) OVER () AS total"
"""The column that a paged query adds, so that one read gives the rows and how many there are."""


@dataclass(frozen=True)
class Page:
    """One page of rows, and where it lies."""

    rows: list[dict[str, Any]]
    number: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // SIZE))

    @property
    def first_row(self) -> int:
        return (self.number - 1) * SIZE + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.rows) - 1 if self.rows else 0

    @property
    def around(self) -> list[int]:
        """The page numbers worth a link: the first, the last, and those near this one; 0 marks a gap."""
        near = {1, self.last, *range(max(1, self.number - 1), min(self.last, self.number + 1) + 1)}
        numbers: list[int] = []
        for number in sorted(near):
            if numbers and number > numbers[-1] + 1:
                numbers.append(0)
            numbers.append(number)
        return numbers


def number(values: Mapping[str, str]) -> int:
    """The page asked for in a URL; what is no page number is the first page."""
    return max(1, min(asked.whole(values.get("page", "")) or 1, 100_000))


def page(rows: list[dict[str, Any]], number: int) -> Page:
    """A page from rows that carry `total`."""
    return Page(rows=rows, number=number, total=rows[0]["total"] if rows else 0)
