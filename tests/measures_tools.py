"""Running the measures on rows written in a test: real Parquet files, the real engine."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from catchment.engines.duckdb import DuckDBEngine
from catchment.measures.compute import compute
from catchment.measures.steps import SOURCES
from catchment.measures.vocabulary import vocabulary
from catchment.network import contract
from catchment.network.settings import Network

Row = dict
ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


class Folder:
    """Contract tables as Parquet files, as a warehouse has them; tables without rows were never imported."""

    def __init__(self, folder: Path, tables: Mapping[str, list[Row]]) -> None:
        self._folder = folder
        for name, rows in tables.items():
            fields = contract.tables()[name].fields
            schema = pa.schema([(field.name, ARROW[field.type]) for field in fields])
            whole = [dict.fromkeys(schema.names) | row for row in rows]
            if whole:
                pq.write_table(pa.Table.from_pylist(whole, schema=schema), folder / f"{name}.parquet")

    def files(self, table: str) -> list[Path]:
        path = self._folder / f"{table}.parquet"
        return [path] if path.exists() else []


class Recorder(DuckDBEngine):
    """Remembers its statements, so that other rows can go through them: Ibis takes seconds to write them."""

    def __init__(self, scratch: Path) -> None:
        super().__init__(scratch, memory_limit="1GB", threads=1)
        self.statements: list[str] = []

    def run(self, statement: str) -> None:
        self.statements.append(statement)
        super().run(statement)


class Bench:
    """The measures of one network as of one day, ready to be run on many small sets of rows."""

    def __init__(self, network: Network, as_of: date) -> None:
        self.network, self.as_of = network, as_of
        self._scratch = tempfile.TemporaryDirectory()
        self._engine = Recorder(Path(self._scratch.name))
        self.schemas = self._record()

    def _record(self) -> dict[str, pa.Schema]:
        with tempfile.TemporaryDirectory() as empty:
            tables = compute(self._engine, Folder(Path(empty), {}), self.network, self.as_of)
        return {name: table.schema().to_pyarrow() for name, table in tables.items()}

    def run(self, tables: Mapping[str, list[Row]], network: Network | None = None) -> "Bench":
        """Compute every measure from these rows, under other rules and another calendar where given."""
        described = contract.tables()
        for name, rows in vocabulary(network or self.network, self.as_of).items():
            self._engine.vocabulary(name, rows)
        with tempfile.TemporaryDirectory() as folder:
            files = Folder(Path(folder), tables)
            for name in SOURCES:
                self._engine.source(name, files.files(name), described[name])
            for statement in list(self._engine.statements):
                DuckDBEngine.run(self._engine, statement)
        return self

    def rows(self, name: str) -> list[Row]:
        """The rows of a measure after the last `run`."""
        return self._engine.arrow(name).to_pylist()

    def close(self) -> None:
        self._engine.close()
        self._scratch.cleanup()


def ordered(rows: list[Row]) -> list[Row]:
    """Rows in an order that depends on nothing but themselves, for comparing."""
    return sorted(rows, key=lambda row: [(value is not None, str(value)) for _, value in sorted(row.items())])
