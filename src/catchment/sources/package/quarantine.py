"""What happens to rows that do not land: a file per table that says where, why, and what they were."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from catchment.network import contract
from catchment.sources.findings import Example, Finding, TableCount
from catchment.sources.package.judge import located, refused
from catchment.warehouse.sql import quoted, text, typed_columns

_EXAMPLES = 5


@dataclass(frozen=True)
class Verdict:
    """What became of one table."""

    count: TableCount
    findings: list[Finding]


def settle(
    connection: duckdb.DuckDBPyConnection, table: contract.Table, staged: Path, refused_file: Path
) -> Verdict:
    """Write the good rows as typed Parquet (also seen as `good.<table>`) and the others as CSV."""
    rows = f"raw.{quoted(table.name)}"
    connection.execute(
        f"COPY (SELECT {typed_columns(table)} FROM {rows} WHERE rowid NOT IN ({refused(table)})) "
        f"TO {text(staged)} (FORMAT parquet)"
    )
    connection.execute(f"CREATE VIEW good.{quoted(table.name)} AS SELECT * FROM read_parquet({text(staged)})")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE located_faults AS {_located_faults(table)}")
    counts = _counts(connection, table)
    if counts.quarantined:
        connection.execute(f"COPY ({_records(table)}) TO {text(refused_file)} (FORMAT csv, HEADER)")
    _remember_lost(connection, table)
    return Verdict(counts, _findings(connection, table))


def _located_faults(table: contract.Table) -> str:
    """Every fault with file and row; a record that could not be split has no rowid."""
    return (
        f"SELECT f.rowid AS seq, p.rid, p.file, p.row, f.level, f.rule, f.col, f.reason "
        f"FROM faults f JOIN ({located(table)}) p USING (rid) WHERE f.tbl = {text(table.name)} "
        f"UNION ALL SELECT -1, NULL, p.file, r.row, 'error', 'ragged', '', r.reason "
        f"FROM ragged r JOIN parts p USING (tbl, part) WHERE r.tbl = {text(table.name)}"
    )


def _counts(connection: duckdb.DuckDBPyConnection, table: contract.Table) -> TableCount:
    rows_in, landed, quarantined = connection.execute(
        f"SELECT (SELECT count(*) FROM raw.{quoted(table.name)})"
        f" + (SELECT count(*) FROM ragged WHERE tbl = {text(table.name)}), "
        f"(SELECT count(*) FROM good.{quoted(table.name)}), "
        "(SELECT count(DISTINCT (file, row)) FROM located_faults WHERE level = 'error')"
    ).fetchall()[0]
    return TableCount(table.name, rows_in, landed, quarantined)


def _records(table: contract.Table) -> str:
    """One line per row, with its first fault's column and rule and the reasons of all."""
    record = ", ".join(f"{text(name)}: r.{quoted(name)}" for name in table.columns)
    return (
        "SELECT file, row, first(col ORDER BY seq) AS column, first(rule ORDER BY seq) AS rule, "
        "string_agg(reason, '; ' ORDER BY seq) AS reason, first(record) AS record FROM ("
        f"SELECT f.*, CAST(to_json({{{record}}}) AS VARCHAR) AS record "
        f"FROM located_faults f JOIN raw.{quoted(table.name)} r ON r.rowid = f.rid WHERE f.level = 'error' "
        f"UNION ALL SELECT f.*, g.record FROM located_faults f "
        f"JOIN parts p ON p.tbl = {text(table.name)} AND p.file = f.file "
        f"JOIN ragged g ON g.tbl = p.tbl AND g.part = p.part AND g.row = f.row WHERE f.rid IS NULL"
        ") GROUP BY file, row ORDER BY file, row"
    )


def _remember_lost(connection: duckdb.DuckDBPyConnection, table: contract.Table) -> None:
    """Keep the keys of refused rows, so that what rests on them is told so; then let the text go."""
    key = quoted(table.primary_key[0])
    rows = f"raw.{quoted(table.name)}"
    connection.execute(
        f"INSERT INTO lost SELECT {text(table.name)}, {key} FROM {rows} WHERE rowid IN ({refused(table)})"
    )
    connection.execute(f"DROP TABLE {rows}")


def _findings(connection: duckdb.DuckDBPyConnection, table: contract.Table) -> list[Finding]:
    rules = connection.execute(
        "SELECT rule, level, count(*) FROM located_faults GROUP BY ALL ORDER BY level, rule"
    ).fetchall()
    return [
        Finding(rule, table.name, level, number, _examples(connection, rule)) for rule, level, number in rules
    ]


def _examples(connection: duckdb.DuckDBPyConnection, rule: str) -> list[Example]:
    rows = connection.execute(
        "SELECT file, row, col, reason FROM located_faults WHERE rule = ? ORDER BY file, row, col LIMIT ?",
        [rule, _EXAMPLES],
    ).fetchall()
    return [Example(*row) for row in rows]
