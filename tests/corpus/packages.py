"""Breaking the sample: small edits of its CSV files, and the state of a warehouse to compare."""

import csv
from pathlib import Path

import duckdb

from catchment.network import contract
from catchment.warehouse.store import Warehouse


def read_rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(folder: Path, table: str, rows: list[dict[str, str]], columns: tuple[str, ...] = ()) -> None:
    names = columns or contract.tables()[table].columns
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def edit(folder: Path, table: str, row: int, **values: str) -> None:
    """Change values of data row `row` (from 1); `on_` stands for the column `on`."""
    rows = read_rows(folder, table)
    rows[row - 1] |= {"on" if name == "on_" else name: value for name, value in values.items()}
    write_rows(folder, table, rows)


def append(folder: Path, table: str, **values: str) -> int:
    """Add a copy of the first row with other values; its row number."""
    rows = read_rows(folder, table)
    write_rows(folder, table, [*rows, dict(rows[0])])
    edit(folder, table, len(rows) + 1, **values)
    return len(rows) + 1


def add_column(folder: Path, table: str, column: str, value: str = "x") -> None:
    rows = read_rows(folder, table)
    names = (*contract.tables()[table].columns, column)
    write_rows(folder, table, [{**row, column: value} for row in rows], names)


def add_line(folder: Path, table: str, line: str) -> None:
    with (folder / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(line)


def state(network: Path) -> dict[str, list[tuple]]:
    """Every row of every table of the warehouse, in one order."""
    warehouse = Warehouse(network)
    with duckdb.connect() as connection:
        warehouse.connect_views(connection)
        return {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall()
            for name in contract.tables()
            if warehouse.has(name)
        }


def quarantined(network: Path, table: str) -> list[dict[str, str]]:
    """The last batch's refused rows of a table."""
    warehouse = Warehouse(network)
    path = warehouse.quarantine_folder(warehouse.batches()[-1].id) / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
