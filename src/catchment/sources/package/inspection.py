"""Judging a whole package in a scratch database: what would land, what would not, and why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb

from catchment.network import contract
from catchment.network.errors import BadInput
from catchment.network.settings import Network
from catchment.sources.findings import Example, Finding, TableCount
from catchment.sources.package import fast
from catchment.sources.package.judge import judge
from catchment.sources.package.load import SCHEMA, Source, load, open_parts
from catchment.sources.package.parts import Package
from catchment.sources.package.quarantine import Verdict, settle
from catchment.sources.package.settings import settings_findings
from catchment.sources.package.views import known_values
from catchment.sources.package.zeros import restore_zeros
from catchment.warehouse.sql import scratch, text
from catchment.warehouse.store import Warehouse


@dataclass
class Inspection:
    """Typed Parquet by table, a folder with the refused rows, and what to report."""

    refused: Path
    staged: dict[str, Path] = field(default_factory=dict)
    counts: list[TableCount] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def inspect(
    package: Package,
    warehouse: Warehouse,
    folder: Path,
    settings: Network | None,
    landed_on: date,
    progress: Callable[[str], None],
) -> Inspection:
    """Judge every table of the package against the contract and the warehouse; `folder` takes the results."""
    _require_tables(package, warehouse)
    seen = Inspection(folder / "refused")
    seen.refused.mkdir()
    with scratch(folder) as connection:
        connection.execute(SCHEMA)
        # a day more: it is tomorrow already where some of the rows were written
        connection.execute(f"SET VARIABLE last_day = CAST({text(landed_on + timedelta(days=1))} AS DATE)")
        _attach_old(connection, warehouse)
        sources = _open_all(connection, package, seen)
        for name, opened in sources.items():
            progress(f"checking {name}")
            _table(connection, contract.tables()[name], opened, folder, seen)
        courses = known_values(connection, "courses", "course_id")
        known = {row[0] for row in connection.execute(courses).fetchall()} if courses else set()
        seen.findings += settings_findings(package, warehouse.folder.parent, settings, known)
    return seen


def _require_tables(package: Package, warehouse: Warehouse) -> None:
    for name in contract.REQUIRED_TABLES:
        if name not in package.tables and not warehouse.has(name):
            raise BadInput(
                f"{name}: the table is neither in the package nor in the warehouse; expected {name}.csv, "
                f"{name}.csv.gz or {name}.parquet"
            )


def _attach_old(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    connection.execute("USE old")
    warehouse.connect_views(connection)
    connection.execute("USE main")


def _open_all(
    connection: duckdb.DuckDBPyConnection, package: Package, seen: Inspection
) -> dict[str, list[Source]]:
    """Look at every header before anything is read, so that a wrong file is told at once."""
    sources = {}
    for name, parts in package.tables.items():
        sources[name] = open_parts(connection, contract.tables()[name], parts)
        seen.findings += _unknown_columns(name, sources[name])
    for file in package.unknown:
        reason = "no table of the contract has this name; the file was left out"
        seen.findings.append(Finding("unknown_file", "package", "warning", 1, [Example(file, 0, "", reason)]))
    return sources


def _unknown_columns(table: str, sources: list[Source]) -> list[Finding]:
    reason = "the contract has no such column; it was left out"
    examples = [
        Example(source.part.name, 0, name, reason) for source in sources for name in source.header.unknown
    ]
    return [Finding("unknown_column", table, "warning", len(examples), examples[:5])] if examples else []


def _table(
    connection: duckdb.DuckDBPyConnection,
    table: contract.Table,
    sources: list[Source],
    folder: Path,
    seen: Inspection,
) -> None:
    if table.name == fast.TABLE:
        rows = fast.stage_clean(connection, sources, folder / table.name)
        if rows is not None:
            seen.staged[table.name] = folder / table.name
            seen.counts.append(TableCount(table.name, rows, rows, 0))
            return
    staged = folder / f"{table.name}.parquet"
    load(connection, table, sources, folder)
    restore_zeros(connection, table)
    judge(connection, table)
    verdict = settle(connection, table, staged, seen.refused / f"{table.name}.csv")
    _refuse_unusable(verdict)
    seen.staged[table.name] = staged
    seen.counts.append(verdict.count)
    seen.findings += verdict.findings


def _refuse_unusable(verdict: Verdict) -> None:
    """A table of which nothing can be used is a wrong file, not a file with wrong rows."""
    if verdict.count.landed or not verdict.count.rows_in:
        return
    first = next(finding for finding in verdict.findings if finding.level == "error").examples[0]
    column = f", column {first.column}" if first.column else ""
    raise BadInput(
        f"{verdict.count.table}: no row of {verdict.count.rows_in:,} can be used; "
        f"the first is {first.file} row {first.row}{column}: {first.reason}"
    )
