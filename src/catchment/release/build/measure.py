"""Computes the measures that a release needs, in an engine of its own."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from catchment.engines.duckdb import DuckDBEngine
from catchment.measures.compute import compute
from catchment.network.settings import Network
from catchment.warehouse.store import Warehouse

NEEDED = ("atoms", "roster_all", "cohorts", "cohorts_all", "school_facts")


def measure(
    warehouse: Warehouse, network: Network, as_of: date, scratch: Path, progress: Callable[[str], None]
) -> Mapping[str, pa.Table]:
    """The measured tables by name. `scratch` holds microdata while it runs and must lie in the warehouse."""
    progress("measuring")
    with DuckDBEngine(scratch) as engine:
        compute(engine, warehouse, network, as_of)
        return {name: engine.arrow(name) for name in NEEDED}
