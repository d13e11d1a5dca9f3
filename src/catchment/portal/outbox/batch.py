"""A batch of the inbox: a folder of CSV files as the contract wants them."""

import csv
import os
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from catchment.network import contract

UNFINISHED = ".part"
"""The end of the name of a folder that is still being written; nobody takes it in."""

Row = Mapping[str, str | None]


def write(inbox: Path, rows: Iterable[tuple[str, Row]]) -> Path:
    """Write (table, row) pairs as one batch; where two rows have one key the later one counts.

    Batches are taken in by name, so the name begins with the time. They may hold addresses of people: nobody
    but the portal's user and its group can read them.
    """
    folder = inbox / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(4)}"
    unfinished = folder.with_name(folder.name + UNFINISHED)
    inbox.mkdir(parents=True, exist_ok=True)
    unfinished.mkdir(mode=0o770)
    for table, by_key in _by_table(rows).items():
        _write(unfinished / f"{table}.csv", contract.tables()[table].columns, by_key.values())
    unfinished.rename(folder)
    _make_lasting(inbox)
    return folder


def _by_table(rows: Iterable[tuple[str, Row]]) -> dict[str, dict[tuple[str | None, ...], Row]]:
    tables: dict[str, dict[tuple[str | None, ...], Row]] = defaultdict(dict)
    for table, row in rows:
        key = tuple(row.get(name) for name in contract.tables()[table].primary_key)
        tables[table][key] = row
    return tables


def _write(file: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660)
    with os.fdopen(opened, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: row.get(name) for name in columns} for row in rows)
        out.flush()
        os.fsync(out.fileno())


def _make_lasting(folder: Path) -> None:
    """A name in a folder outlasts a power cut only once the folder is written, too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
