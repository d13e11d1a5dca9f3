"""Computes the measures that a release needs, in an engine of its own."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from catchment.engines.choose import DEFAULT, open_engine
from catchment.measures.compute import compute
from catchment.network.settings import Network
from catchment.warehouse.store import Warehouse

NEEDED = ("atoms", "roster_all", "cohorts", "cohorts_all", "school_facts")
OF_STUDENTS = ("students_of_atoms", "composition_cells")
"""Too long to be held whole: they are read a school year at a time."""


def measure(
    warehouse: Warehouse,
    network: Network,
    as_of: date,
    scratch: Path,
    progress: Callable[[str], None],
    engine: str = DEFAULT,
) -> tuple[Mapping[str, pa.Table], Mapping[str, ds.Dataset]]:
    """The measured tables by name, and those about students, whose files stay in `scratch`.

    `scratch` holds microdata and must lie in the warehouse. `engine` is a name of `catchment.engines.choose`.
    """
    progress("measuring")
    files = {name: scratch / f"{name}.parquet" for name in OF_STUDENTS}
    with open_engine(engine, scratch) as opened:
        compute(opened, warehouse, network, as_of)
        for name, file in files.items():
            opened.write(name, file)
        measured = {name: opened.arrow(name) for name in NEEDED}
    return measured, {name: ds.dataset(file) for name, file in files.items()}
