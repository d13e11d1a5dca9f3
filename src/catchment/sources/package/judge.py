"""Which rows of a table pass: cells first, then what they refer to, then each other.

Tables are judged in the contract's order, so that a row's references have been judged before it; a row
that rests on a quarantined one follows it there with a reason of its own.
"""

import duckdb

from catchment.network import contract
from catchment.network.errors import BadInput
from catchment.sources.package.across import across_checks
from catchment.sources.package.checks import Check, cell_checks, found
from catchment.sources.package.regions import region_faults
from catchment.sources.package.rules import row_checks
from catchment.sources.package.views import known_values
from catchment.warehouse.sql import TYPES, quoted, text

_INTO = "INSERT INTO faults (tbl, rid, level, rule, col, reason)"


def judge(connection: duckdb.DuckDBPyConnection, table: contract.Table) -> None:
    """Write the faults of every row of `raw.<table>`."""
    apply(connection, table, [*cell_checks(table), *row_checks(table)])
    for reference in table.references:
        _references(connection, table, reference)
    for query in across_checks(connection, table):
        connection.execute(f"{_INTO} {query}")
    if table.name == "partner_regions":
        region_faults(connection)
    _duplicates(connection, table)


def apply(connection: duckdb.DuckDBPyConnection, table: contract.Table, checks: list[Check]) -> None:
    """Run the checks in one pass; rows without a fault cost no more than the conditions."""
    if not checks:
        return
    any_broken = " OR ".join(f"({check.broken})" for check in checks)
    connection.execute(
        f"{_INTO} SELECT {text(table.name)}, rid, f.level, f.rule, f.col, f.reason FROM ("
        f"SELECT rowid AS rid, unnest([{', '.join(map(_fault, checks))}]) AS f "
        f"FROM raw.{quoted(table.name)} WHERE {any_broken}) WHERE f IS NOT NULL"
    )


def _fault(check: Check) -> str:
    fields = {"level": check.level, "rule": check.rule, "col": check.column}
    fixed = ", ".join(f"'{name}': {text(value)}" for name, value in fields.items())
    return f"CASE WHEN {check.broken} THEN {{{fixed}, 'reason': {check.reason}}} END"


def refused(table: contract.Table) -> str:
    """A query for the rowids of the table's rows that do not land."""
    return f"SELECT rid FROM faults WHERE tbl = {text(table.name)} AND level = 'error'"


def _references(
    connection: duckdb.DuckDBPyConnection, table: contract.Table, reference: contract.Reference
) -> None:
    """A fault for each value that nothing known has, with its own reason where that is in quarantine."""
    column = quoted(reference.field)
    known = known_values(connection, reference.target, reference.target_field)
    if known is None:
        _refuse_unknown_target(connection, table, reference)
        return
    shown = found(reference.field)
    name = f"known {reference.target_field}, one of {reference.target}"
    lost = f"'its {reference.target_field} is in quarantine with its row of {reference.target}' || {shown}"
    nowhere = f"'expected a {name} in the package or the warehouse' || {shown}"
    connection.execute(
        f"{_INTO} SELECT {text(table.name)}, rid, 'error', 'reference', {text(reference.field)}, "
        f"CASE WHEN v IN (SELECT key FROM lost WHERE tbl = {text(reference.target)}) "
        f"THEN {lost} ELSE {nowhere} END "
        f"FROM (SELECT rowid AS rid, {column}, {column} AS v FROM raw.{quoted(table.name)}) r "
        f"ANTI JOIN ({known}) k USING (v) WHERE v IS NOT NULL"
    )


def _refuse_unknown_target(
    connection: duckdb.DuckDBPyConnection, table: contract.Table, reference: contract.Reference
) -> None:
    given = f"SELECT 1 FROM raw.{quoted(table.name)} WHERE {quoted(reference.field)} IS NOT NULL LIMIT 1"
    if connection.execute(given).fetchall():
        raise BadInput(
            f"{table.name}: refers to {reference.target}, but that table is neither in the package nor in "
            f"the warehouse; expected {reference.target} beside it"
        )


def _duplicates(connection: duckdb.DuckDBPyConnection, table: contract.Table) -> None:
    """The first row of a primary key stays, the others go; only rows that pass all else compete."""
    keys = {
        name: f"TRY_CAST({quoted(name)} AS {TYPES[table.field(name).type]})" for name in table.primary_key
    }
    columns = ", ".join(f"{value} AS {quoted('k' + str(n))}" for n, value in enumerate(keys.values()))
    names = [f"k{n}" for n in range(len(keys))]
    same = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in names)
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW keyed AS SELECT rowid AS rid, {columns} FROM raw.{quoted(table.name)} "
        f"WHERE rowid NOT IN ({refused(table)})"
    )
    repeated = f"SELECT {', '.join(names)}, min(rid) AS first FROM keyed GROUP BY ALL HAVING count(*) > 1"
    connection.execute(
        f"{_INTO} SELECT {text(table.name)}, a.rid, 'error', 'duplicate_key', {text(', '.join(keys))}, "
        f"'expected a key of its own, but it is the same as in ' || p.file || ' row ' || p.row "
        f"FROM keyed a JOIN ({repeated}) b ON {same} "
        f"JOIN ({located(table)}) p ON p.rid = b.first WHERE a.rid <> b.first"
    )


def located(table: contract.Table) -> str:
    """A query for the file and data row of every rowid of the table."""
    return (
        f"SELECT r.rowid AS rid, p.file, coalesce(r._at, r.rowid - p.first + 1) AS row "
        f"FROM raw.{quoted(table.name)} r JOIN parts p ON p.tbl = {text(table.name)} AND p.part = r._part"
    )
