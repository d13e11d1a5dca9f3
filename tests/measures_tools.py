"""Running the measures on rows written in a test: real Parquet files, the real engine."""

import re
import tempfile
from collections.abc import Iterable, Mapping
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
        self.statements: dict[str, str] = {}

    def run(self, statement: str) -> None:
        created = re.findall(r'"(\w+)"', statement)[0]
        self.statements[created] = statement
        super().run(statement)

    def needed(self, wanted: Iterable[str]) -> list[str]:
        """The statements that make the wanted tables, in order."""
        need = set(wanted)
        for name in reversed(self.statements):
            if name in need:
                # Every quoted name: a column that is called like a table costs one statement too many.
                need.update(re.findall(r'"(\w+)"', self.statements[name]))
        return [statement for name, statement in self.statements.items() if name in need]


class Bench:
    """The measures of one network as of one day, ready to be run on many small sets of rows."""

    def __init__(self, network: Network, as_of: date) -> None:
        self.network, self.as_of = network, as_of
        self._scratch = tempfile.TemporaryDirectory()
        self._engine = Recorder(Path(self._scratch.name))
        self._record()

    def _record(self) -> None:
        with tempfile.TemporaryDirectory() as empty:
            compute(self._engine, Folder(Path(empty), {}), self.network, self.as_of)

    def run(
        self, tables: Mapping[str, list[Row]], wanted: Iterable[str], network: Network | None = None
    ) -> "Bench":
        """Compute the wanted measures from these rows, under other rules and another calendar where given."""
        described = contract.tables()
        for name, rows in vocabulary(network or self.network, self.as_of).items():
            self._engine.vocabulary(name, rows)
        with tempfile.TemporaryDirectory() as folder:
            files = Folder(Path(folder), tables)
            for name in SOURCES:
                self._engine.source(name, files.files(name), described[name])
            for statement in self._engine.needed(wanted):
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
