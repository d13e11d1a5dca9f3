"""NCES tables as Parquet."""

from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from catchment.network.errors import BadInput
from catchment.sources.nces.kinds import recognise
from catchment.sources.nces.sheet import Sheet
from catchment.sources.nces.unknown import unknown_kind
from catchment.warehouse.sql import quoted


def read(path: Path, content: BinaryIO) -> Sheet:
    """The recognised columns of a Parquet file, every value as text."""
    try:
        file = pq.ParquetFile(content)
        headers = file.schema_arrow.names
        kind = recognise(headers)
        if kind is None:
            raise unknown_kind(path, headers)
        columns = kind.matched(headers)
        table = file.read(columns=list(columns.values()))
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"{path}: the Parquet file is damaged or cut off ({error})") from error
    return Sheet(kind, columns, _as_text(table, columns))


def _as_text(table: pa.Table, columns: dict[str, str]) -> pa.Table:
    chosen = ", ".join(f"CAST({quoted(header)} AS VARCHAR) AS {name}" for name, header in columns.items())
    with duckdb.connect() as connection:
        connection.register("given", table)
        return connection.sql(f"SELECT row_number() OVER () AS row, {chosen} FROM given").to_arrow_table()
