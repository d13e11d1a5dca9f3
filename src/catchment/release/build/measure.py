"""Computes the measures that a release needs, in an engine of its own."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from catchment.engines.by_year import YearlyDuckDB
from catchment.engines.choose import DEFAULT, open_engine
from catchment.measures.by_year import compute_by_year
from catchment.measures.compute import compute
from catchment.network.settings import Network
from catchment.release.build import findings
from catchment.warehouse.parts import PartStore
from catchment.warehouse.store import Warehouse

NEEDED = ("atoms", "roster_all", "cohorts", "cohorts_all", "school_facts", *findings.NEEDED)
OF_STUDENTS = ("students_of_atoms", "composition_cells")
"""Too long to be held whole: they are read a school year at a time."""


Measured = tuple[Mapping[str, pa.Table], Mapping[str, ds.Dataset]]


def measure(
    warehouse: Warehouse,
    network: Network,
    as_of: date,
    scratch: Path,
    progress: Callable[[str], None],
    engine: str = DEFAULT,
    fresh: bool = False,
) -> Measured:
    """The measured tables by name, and those about students, whose files stay in the warehouse.

    `scratch` holds microdata and must lie in the warehouse, whose lock the caller holds. `engine` is a name
    of `catchment.engines.choose`. The default engine keeps what it measured of each school year and measures
    only what changed, unless `fresh`; any other measures everything.
    """
    progress("measuring")
    if engine == DEFAULT:
        return _by_year(warehouse, network, as_of, scratch, PartStore(warehouse, fresh=fresh))
    files = {name: scratch / f"{name}.parquet" for name in OF_STUDENTS}
    with open_engine(engine, scratch) as opened:
        compute(opened, warehouse, network, as_of)
        for name, file in files.items():
            opened.write(name, file)
        measured = {name: opened.arrow(name) for name in NEEDED}
    return measured, {name: ds.dataset(file) for name, file in files.items()}


def _by_year(
    warehouse: Warehouse, network: Network, as_of: date, scratch: Path, parts: PartStore
) -> Measured:
    with YearlyDuckDB(scratch) as engine:
        going = compute_by_year(engine, warehouse, network, as_of, parts, [*NEEDED, *OF_STUDENTS])
        measured = {name: engine.arrow(name) for name in NEEDED}
        students = {name: _dataset(engine, name, going.files(name), scratch) for name in OF_STUDENTS}
    parts.prune()
    return measured, students


def _dataset(engine: YearlyDuckDB, name: str, files: list[Path], scratch: Path) -> ds.Dataset:
    if not files:
        files = [scratch / f"{name}.parquet"]
        engine.write(name, files[0])
    return ds.dataset(files)
