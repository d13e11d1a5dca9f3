"""Released tables as files: CSV, XLSX, Parquet. Booleans `true`/`false`, dates ISO, blanks for unknown."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from catchment.network.spreadsheets import harmless
from catchment.release.reader import Reader


def write_table(reader: Reader, name: str, table: pa.Table, kind: str, stream: BinaryIO) -> None:
    """Write `table`, called `name` in `reader`'s release, to `stream` as `csv`, `xlsx` or `parquet`."""
    if kind == "parquet":
        pq.write_table(table, stream, compression="zstd")
    elif kind == "xlsx":
        _write_xlsx(reader, name, table, stream)
    else:
        _write_csv(table, stream)


def _write_csv(table: pa.Table, stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    for batch in table.to_batches():
        writer.writerows([_plain(value) for value in row] for row in _rows(batch))
    text.flush()
    text.detach()


def _rows(batch: pa.RecordBatch) -> Iterable[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else value


def _write_xlsx(reader: Reader, name: str, table: pa.Table, stream: BinaryIO) -> None:
    """One sheet with the rows in real types, one that says where they come from, one what columns mean."""
    # strings stay strings: a name that begins with "=" must not become a formula
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(name[:31])
        sheet.write_row(0, 0, table.column_names, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(
            _rows(table.combine_chunks().to_batches()[0]) if len(table) else (), start=1
        ):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value is not None:
                    sheet.write(number, column, value)
        about = book.add_worksheet("about")
        about.write_column(0, 0, ["network", "release", "as of", "table"])
        about.write_column(
            0, 1, [reader.manifest["network"], reader.release_id, reader.as_of.isoformat(), name]
        )
        meanings = book.add_worksheet("columns")
        for number, row in enumerate(_meanings(reader, name, table.column_names)):
            meanings.write_row(number, 0, row)


def _meanings(reader: Reader, name: str, columns: Iterable[str]) -> Iterable[tuple[str, ...]]:
    """Each column that says a metric, with the definition that came with the release."""
    yield ("column", "metric", "version", "name", "definition", "unit", "numerator", "denominator")
    for column in columns:
        for metric in reader.manifest["metrics"]:
            if f"{name}.{column}" in metric.get("columns", ()):
                yield (
                    column,
                    metric["id"],
                    str(metric["version"]),
                    *(metric[part] for part in ("name", "definition", "unit", "numerator", "denominator")),
                )
