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
    """

    name: str
    build: Callable[[Tables], ir.Table]
    stored: bool = True
