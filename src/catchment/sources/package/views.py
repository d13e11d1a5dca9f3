"""What is known while a package is judged: its own good rows, and those of the warehouse."""

import duckdb

from catchment.network import contract
from catchment.warehouse.sql import quoted, same_key


def exists(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    """Whether `good.<table>` or `old.<table>` is there."""
    query = "SELECT 1 FROM duckdb_views() WHERE schema_name = ? AND view_name = ?"
    return bool(connection.execute(query, [schema, table]).fetchall())


def known_values(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> str | None:
    """A query for a column's values `v` in package and warehouse; None where neither has the table."""
    places = [schema for schema in ("good", "old") if exists(connection, schema, table)]
    selects = [f"SELECT {quoted(column)} AS v FROM {schema}.{quoted(table)}" for schema in places]
    return " UNION ALL ".join(selects) or None


def latest(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """A query for a table's rows as they will be: the package's, and what they leave of the warehouse's.

    One of the two must have the table.
    """
    if not exists(connection, "good", table):
        return f"SELECT * FROM old.{quoted(table)}"
    rows = f"SELECT * FROM good.{quoted(table)}"
    if not exists(connection, "old", table):
        return rows
    return f"{rows} UNION ALL {not_replaced(table, f'good.{quoted(table)}')}"


def not_replaced(table: str, by: str) -> str:
    """A query for the warehouse's rows of a table whose keys are not in the relation `by`."""
    match = same_key(contract.tables()[table], "o", "g")
    return f"SELECT o.* FROM old.{quoted(table)} o ANTI JOIN {by} g ON {match}"
