"""Computes the measures that a release needs, in an engine of its own."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from catchment.engines.duckdb import DuckDBEngine
from catchment.measures.compute import compute
from catchment.network.settings import Network
from catchment.warehouse.store import Warehouse

NEEDED = ("atoms", "roster_all", "cohorts", "cohorts_all", "school_facts")
OF_STUDENTS = ("students_of_atoms", "composition_cells")
"""Too long to be held whole: they are read a school year at a time."""


def measure(
    warehouse: Warehouse, network: Network, as_of: date, scratch: Path, progress: Callable[[str], None]
) -> tuple[Mapping[str, pa.Table], Mapping[str, ds.Dataset]]:
    """The measured tables by name, and those about students, whose files stay in `scratch`.

    `scratch` holds microdata and must lie in the warehouse.
    """
    progress("measuring")
    files = {name: scratch / f"{name}.parquet" for name in OF_STUDENTS}
    with DuckDBEngine(scratch) as engine:
        compute(engine, warehouse, network, as_of)
        for name, file in files.items():
            engine.write(name, file)
        measured = {name: engine.arrow(name) for name in NEEDED}
    return measured, {name: ds.dataset(file) for name, file in files.items()}
