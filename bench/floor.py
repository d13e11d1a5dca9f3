"""The floor of the measures: the quickest DuckDB statements that we could write by hand for five tables.

They know the invented platform of `bench.platform`: which rule each course has, that no roster was corrected,
that workshops are of one kind. They compute `teacher_started`, `teacher_completed`, `atoms`, `school_active`,
and of the roster what classes did; nothing is kept for another build. School year by school year, because
hash tables that fit into memory and caches win over one long scan.
"""

from datetime import date
from pathlib import Path

import duckdb

from bench.platform import FIRST_YEAR, YEARS
from catchment.warehouse.store import Warehouse

TABLES = {
    "teacher_started": ("person_id", "course_id", "school_year", "started_on"),
    "teacher_completed": ("person_id", "course_id", "school_year", "completed_on", "completed_level"),
    "school_active": ("school_id", "school_year", "active_on"),
    "atoms": (
        *("school_id", "school_year", "course_id", "kind", "students", "female", "male", "nonbinary"),
        *("another", "not_reported", "urg", "not_urg", "race_not_reported"),
    ),
    "roster_all": (
        *("partner_id", "person_id", "training_year", "course_id", "school_year", "trained_on", "started_on"),
        *("completed_on", "completed_level", "last_activity_on", "furthest_unit"),
    ),
}
"""The columns that are held against those of the measures."""
_STATEMENTS = Path(__file__).parent / "floor_sql"


def compute(network_dir: Path, as_of: date, scratch: Path, target: Path) -> None:
    """Write the five tables as Parquet files into the folder `target`."""
    warehouse = Warehouse(network_dir)
    with duckdb.connect(str(scratch / "floor.duckdb")) as connection:
        connection.execute(f"SET memory_limit = '3GB'; SET temp_directory = '{scratch / 'spill'}'")
        connection.execute("SET preserve_insertion_order = false; SET TimeZone = 'UTC'")
        connection.execute("SET enable_progress_bar = false")
        warehouse.connect_views(connection)
        connection.execute(_statement("once").format(as_of=as_of))
        by_year = warehouse.files_by_year("activity")
        for begins in range(FIRST_YEAR, FIRST_YEAR + YEARS):
            label = f"{begins}-{(begins + 1) % 100:02d}"
            files = ", ".join(f"'{file}'" for file in by_year[label])
            activity = f"read_parquet([{files}], hive_partitioning = false)"
            connection.execute(
                _statement("year").format(activity=activity, year=label, begins=begins, as_of=as_of)
            )
        connection.execute(_statement("roster"))
        for name, columns in TABLES.items():
            select = ", ".join(columns)
            connection.execute(f"COPY (SELECT {select} FROM f_{name}) TO '{target / name}.parquet'")


def _statement(name: str) -> str:
    return (_STATEMENTS / f"{name}.sql").read_text("utf-8")
