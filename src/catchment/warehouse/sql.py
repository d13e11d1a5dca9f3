"""Small pieces of DuckDB SQL that the warehouse and its doors share."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from catchment.network import contract

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
"""The DuckDB type of each type of the contract."""

PARTITIONED = {"activity": "on"}
"""Tables too big to rewrite whole: the date column whose school year is their partition."""


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: object) -> str:
    """A value as an SQL string."""
    return "'" + str(value).replace("'", "''") + "'"


def parquet(files: Iterable[Path]) -> str:
    """A table function over Parquet files; partitions are for pruning only, never a column."""
    return f"read_parquet([{', '.join(text(file) for file in files)}], hive_partitioning=false)"


def typed_columns(table: contract.Table, alias: str = "") -> str:
    """The select list with exactly the contract's columns and types."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(
        f"CAST({prefix}{quoted(field.name)} AS {TYPES[field.type]}) AS {quoted(field.name)}"
        for field in table.fields
    )


def same_key(table: contract.Table, left: str, right: str) -> str:
    """The condition that two rows have one primary key; blank equals blank."""
    return " AND ".join(
        f"{left}.{quoted(name)} IS NOT DISTINCT FROM {right}.{quoted(name)}" for name in table.primary_key
    )


def school_year(column: str) -> str:
    """The school year label of a date: July to June."""
    start = f"(year({column}) - CASE WHEN month({column}) < 7 THEN 1 ELSE 0 END)"
    return f"format('{{}}-{{:02d}}', {start}, ({start} + 1) % 100)"


def scratch(folder: Path, memory: str = "2GB") -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that spills into `folder`, so that memory stays bounded."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = {text(memory)}")
    connection.execute(f"SET temp_directory = {text(folder / 'spill')}")
    connection.execute("SET TimeZone = 'UTC'")
    return connection
