"""The quarantine of one file: every refused row with its place, the reason and what it said."""

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from catchment.sources.findings import Example, Finding
from catchment.sources.nces.sheet import Sheet

_EXAMPLES = 5
_COLUMNS = ("file", "row", "column", "rule", "reason", "cells")


@dataclass(frozen=True)
class Refused:
    """One row on its way to quarantine; `cells` is what it said, as JSON."""

    row: int
    column: str
    rule: str
    reason: str
    cells: str


def refused_rows(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Refused]:
    """The sheet's broken rows and those of the table `problems`, in the file's order."""
    found = connection.execute("SELECT row, rule, field, reason FROM problems ORDER BY row").fetchall()
    cells = _cells(sheet, [row for row, *_ in found])
    rows = [
        Refused(row, sheet.headers.get(field, ""), rule, reason, cells[row])
        for row, rule, field, reason in found
    ]
    broken = [
        Refused(row.row, "", "broken_row", row.reason, json.dumps(row.cells, ensure_ascii=False))
        for row in sheet.broken
    ]
    return sorted(rows + broken, key=lambda refused: refused.row)


def _cells(sheet: Sheet, rows: list[int]) -> dict[int, str]:
    if not rows:
        return {}
    chosen = sheet.cells.filter(pc.is_in(sheet.cells["row"], pa.array(rows, pa.int64())))
    return {said.pop("row"): _json(sheet, said) for said in chosen.to_pylist()}


def _json(sheet: Sheet, said: dict[str, str]) -> str:
    return json.dumps({sheet.headers[name]: value for name, value in said.items()}, ensure_ascii=False)


def write_quarantine(folder: Path, label: str, rows: list[Refused]) -> None:
    """Write the refused rows of one file, if there are any, to a CSV file named after it."""
    if not rows:
        return
    folder.mkdir(exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", label).strip("_")
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows((label, row.row, row.column, row.rule, row.reason, row.cells) for row in rows)


def findings_of(label: str, rows: list[Refused]) -> list[Finding]:
    """One error finding per rule, in the order in which the rules were first broken."""
    by_rule: dict[str, Finding] = {}
    for row in rows:
        finding = by_rule.setdefault(row.rule, Finding(row.rule, label, "error", 0))
        finding.count += 1
        if len(finding.examples) < _EXAMPLES:
            finding.examples.append(Example(label, row.row, row.column, row.reason))
    return list(by_rule.values())
