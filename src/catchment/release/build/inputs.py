"""Everything a build reads, taken out of the warehouse once: measured tables and small public tables."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from catchment.disclosure.genders import Enrolled
from catchment.network import contract
from catchment.network.errors import BadInput
from catchment.release.build.picking import among
from catchment.warehouse.store import Warehouse

PUBLIC_SOURCES = (
    *("schools", "districts", "school_enrollment", "partners", "partner_regions", "courses"),
    *("targets", "reporting_groups"),
)
"""Contract tables that name no person."""
EARLIEST = date(2000, 7, 1)
LONGEST_GAP = timedelta(days=366)
Enrolment = dict[str, list[tuple[str, Enrolled]]]
"""School id -> (school year, public row) by year."""


@dataclass(frozen=True)
class Inputs:
    """`measured` are outputs of the measures by name; `public` the contract tables that name no person.

    `students` is about single students, and so read a school year at a time: the measures
    `students_of_atoms` and `composition_cells`, and the contract table `students`.
    """

    measured: Mapping[str, pa.Table]
    public: Mapping[str, pa.Table]
    students: Mapping[str, ds.Dataset]

    def enrolment(self, school_ids: Collection[str]) -> Enrolment:
        """The public rows of some schools."""
        columns = ["school_id", "school_year", *Enrolled._fields]
        table = self.public["school_enrollment"].select(columns)
        table = among(table, "school_id", school_ids)
        known: Enrolment = {}
        rows = (column.to_pylist() for column in table.sort_by(_BY_YEAR).columns)
        for school_id, school_year, *figures in zip(*rows, strict=True):
            known.setdefault(school_id, []).append((school_year, Enrolled(*figures)))
        return known

    def placed(self, school_year: str) -> pa.Table:
        """The students of the year's atoms, each once, with their gender; Hour of Code apart."""
        wanted = (pc.field("school_year") == school_year) & (pc.field("kind") == "course")
        return self.students["students_of_atoms"].to_table(columns=_PLACED, filter=wanted)

    def students_by_id(self) -> list[ds.Dataset]:
        """The tables that name every student of the sources."""
        return [self.students[name] for name in ("students_of_atoms", "students")]

    def composition(self, school_year: str) -> pa.Table:
        """The counts behind the year's estimates."""
        return self.students["composition_cells"].to_table(filter=pc.field("school_year") == school_year)


_BY_YEAR = [("school_id", "ascending"), ("school_year", "ascending")]
_PLACED = ["student_id", "school_id", "school_year", "course_id", "gender"]


def enrolled_in(known: Enrolment, school_id: str, school_year: str) -> int | None:
    """Public enrolment of that year, else of the latest year before it; None where neither is known."""
    counts = [row.students for year, row in known.get(school_id, ()) if year <= school_year]
    return next((count for count in reversed(counts) if count is not None), None)


def enrolled_row(known: Enrolment, school_id: str, school_year: str) -> Enrolled | None:
    """The public row of that year, blanks and all, else the latest before it; None where there is none."""
    rows = [row for year, row in known.get(school_id, ()) if year <= school_year]
    return rows[-1] if rows else None


def public_tables(warehouse: Warehouse) -> dict[str, pa.Table]:
    """The public contract tables as they stand; a table never imported is empty."""
    with duckdb.connect() as con:
        warehouse.connect_views(con)
        return {name: _table(con, warehouse, name) for name in PUBLIC_SOURCES}


def known_students(warehouse: Warehouse) -> ds.Dataset:
    """The contract table `students` as it stands."""
    if files := warehouse.files("students"):
        return ds.dataset(files)
    return ds.dataset(_no_rows("students"))


def latest_activity(warehouse: Warehouse) -> date:
    """The default as-of date. BadInput where there is no activity to take it from."""
    if warehouse.has("activity"):
        with duckdb.connect() as con:
            warehouse.connect_views(con)
            days = con.execute('SELECT DISTINCT "on" FROM activity ORDER BY "on" DESC LIMIT 2').fetchall()
        if days:
            return _plausible(*(day for (day,) in days))
    raise BadInput(
        "there is no activity in the warehouse to take the as-of date from: give --as-of YYYY-MM-DD"
    )


def check_as_of(as_of: date) -> date:
    """BadInput for a day before any school year that a table can name."""
    if as_of < EARLIEST:
        raise BadInput(f"--as-of {as_of} lies before {EARLIEST}, the first day that Catchment knows")
    return as_of


def _plausible(latest: date, before: date | None = None) -> date:
    """One row with a wrong year must not close every school year for good."""
    if before is not None and latest - before > LONGEST_GAP:
        raise BadInput(
            f"the latest activity is of {latest}, over a year after the day before it ({before}): "
            "correct it, or give --as-of YYYY-MM-DD"
        )
    return latest


def require(warehouse: Warehouse, network_dir: Path) -> None:
    """BadInput where the tables that no network can do without were never imported."""
    missing = [name for name in contract.REQUIRED_TABLES if not warehouse.has(name)]
    if missing:
        raise BadInput(f"{network_dir}: nothing to build, {', '.join(missing)} was never imported")


def _table(con: duckdb.DuckDBPyConnection, warehouse: Warehouse, name: str) -> pa.Table:
    if warehouse.has(name):
        return con.sql(f'SELECT * FROM "{name}"').to_arrow_table()
    return _no_rows(name)


def _no_rows(name: str) -> pa.Table:
    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    fields = contract.tables()[name].fields
    return pa.schema([(field.name, types.get(field.type, pa.date32())) for field in fields]).empty_table()
