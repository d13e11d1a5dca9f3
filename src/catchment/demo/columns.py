"""A contract table in the making: columns by name, and how it is written down."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from catchment.network import contract

Columns = Mapping[str, Sequence[object] | np.ndarray | pa.Array]
"""Equally long columns; a column of the contract that is missing here is blank."""

_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def arrow(table: str, columns: Columns) -> pa.Table:
    """The columns in the contract's order and types; dates may be days since 1970-01-01, -1 is blank."""
    length = len(next(iter(columns.values())))
    fields = contract.tables()[table].fields
    return pa.table({field.name: _column(field.type, columns.get(field.name), length) for field in fields})


def _column(kind: str, values: Sequence[object] | np.ndarray | pa.Array | None, length: int) -> pa.Array:
    if values is None:
        return pa.nulls(length, _TYPES[kind])
    if isinstance(values, pa.Array):
        return values
    if kind == "date" and isinstance(values, np.ndarray):
        return pa.array(values.astype(np.int32), pa.int32(), mask=values < 0).cast(pa.date32())
    return pa.array(values, _TYPES[kind])


def lookup(values: Sequence[str] | pa.Array, places: np.ndarray) -> pa.Array:
    """`values[place]` for each place, without a string per row; -1 is blank."""
    indices = pa.array(places.astype(np.int32), mask=places < 0)
    dictionary = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    return pa.DictionaryArray.from_arrays(indices, dictionary)


def write_csv(folder: Path, table: str, columns: Columns) -> None:
    """`table`.csv; for the tables that a person may want to read."""
    whole = arrow(table, columns)
    plain = [
        column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        for column in whole.columns
    ]
    pa.csv.write_csv(pa.table(plain, names=whole.column_names), folder / f"{table}.csv")


def write_parquet(folder: Path, table: str, columns: Columns, part: str = "") -> None:
    """`table`.parquet, or one `part` of a folder of parts; for the tables with a row per student."""
    path = folder / table / f"{part}.parquet" if part else folder / f"{table}.parquet"
    path.parent.mkdir(exist_ok=True)
    # the Arrow schema would bring dictionaries back where the contract says string
    pq.write_table(arrow(table, columns), path, compression="zstd", store_schema=False)
