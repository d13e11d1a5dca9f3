"""Everything a build reads, taken out of the warehouse once: measured tables and small public tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from catchment.network import contract
from catchment.network.errors import BadInput
from catchment.warehouse.store import Warehouse

PUBLIC_SOURCES = ("schools", "districts", "school_enrollment", "partners", "partner_regions", "courses")
Enrolment = dict[str, list[tuple[str, int]]]
"""School id -> (school year, students) by year, known counts only."""


@dataclass(frozen=True)
class Inputs:
    """`measured` are outputs of the measures by name; `public` the contract tables that name no person."""

    measured: Mapping[str, pa.Table]
    public: Mapping[str, pa.Table]

    def enrolment(self) -> Enrolment:
        table = self.public["school_enrollment"].select(["school_id", "school_year", "students"])
        known: Enrolment = {}
        for row in table.sort_by([("school_id", "ascending"), ("school_year", "ascending")]).to_pylist():
            if row["students"] is not None:
                known.setdefault(row["school_id"], []).append((row["school_year"], row["students"]))
        return known


def enrolled_in(known: Enrolment, school_id: str, school_year: str) -> int | None:
    """Public enrolment of that year, else of the latest year before it; None where neither is known."""
    before = [students for year, students in known.get(school_id, ()) if year <= school_year]
    return before[-1] if before else None


def public_tables(warehouse: Warehouse) -> dict[str, pa.Table]:
    """The public contract tables as they stand; a table never imported is empty."""
    with duckdb.connect() as con:
        warehouse.connect_views(con)
        return {name: _table(con, warehouse, name) for name in PUBLIC_SOURCES}


def latest_activity(warehouse: Warehouse) -> date:
    """The default as-of date. BadInput where there is no activity to take it from."""
    if warehouse.has("activity"):
        with duckdb.connect() as con:
            warehouse.connect_views(con)
            latest = con.execute('SELECT max("on") FROM activity').fetchall()[0][0]
        if latest is not None:
            return latest
    raise BadInput(
        "there is no activity in the warehouse to take the as-of date from: give --as-of YYYY-MM-DD"
    )


def require(warehouse: Warehouse, network_dir: Path) -> None:
    """BadInput where the tables that no network can do without were never imported."""
    missing = [name for name in contract.REQUIRED_TABLES if not warehouse.has(name)]
    if missing:
        raise BadInput(f"{network_dir}: nothing to build, {', '.join(missing)} was never imported")


def _table(con: duckdb.DuckDBPyConnection, warehouse: Warehouse, name: str) -> pa.Table:
    if warehouse.has(name):
        return con.sql(f'SELECT * FROM "{name}"').to_arrow_table()
    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    fields = contract.tables()[name].fields
    return pa.schema([(field.name, types.get(field.type, pa.date32())) for field in fields]).empty_table()
