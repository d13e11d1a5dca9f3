"""A step of the measures: a named table, built from tables that exist before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis.expr.types as ir

Tables = Mapping[str, ir.Table]
"""Contract tables, vocabulary tables and the outputs of earlier steps, by name."""


@dataclass(frozen=True)
class Step:
    """`build` turns tables into the table called `name`.

    `stored`: worth computing once and keeping. A step that is not stored stays an expression that every
    later step computes anew: right for a thin filter over a big table, wrong for anything heavy.

    `yearly`: its rows of a school year depend on nothing but the rows of that year of the tables that have a
    column `school_year` (and of `activity`), those of that year and of earlier ones of the tables that have a
    column `since_year`, and the other tables whole. A year in which those with a column `school_year`, the
    calendar's apart, have no row, gives none. It has that column itself.
    """

    name: str
    build: Callable[[Tables], ir.Table]
    stored: bool = True
    yearly: bool = False
