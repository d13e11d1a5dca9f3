"""Rows of a table by the value of a column. A filter expression would start a query plan each time, which
costs twenty times what a small table does."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc


def equal(table: pa.Table, column: str, value: str | None) -> pa.Table:
    """The rows that have the value; None: those that are blank."""
    found = pc.is_null(table[column]) if value is None else pc.equal(table[column], value)
    return table.filter(found)


def among(table: pa.Table, column: str, values: Iterable[str]) -> pa.Table:
    """The rows that have one of the values."""
    return table.filter(pc.is_in(table[column], value_set=_texts(values)))


def but(table: pa.Table, column: str, values: Iterable[str]) -> pa.Table:
    """The rows that have none of the values, blank ones too."""
    return table.filter(pc.invert(pc.is_in(table[column], value_set=_texts(values))))


def given(table: pa.Table, column: str) -> pa.Table:
    """The rows that are not blank."""
    return table.filter(pc.is_valid(table[column]))


def _texts(values: Iterable[str]) -> pa.Array:
    return pa.array(list(values), pa.string())
