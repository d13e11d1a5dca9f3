"""Writes finished tables onto a shelf."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def write_shelf(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write each table as `<name>.parquet`; the same rows give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table.combine_chunks(), folder / f"{name}.parquet", compression="zstd")
