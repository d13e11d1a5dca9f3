"""A network on disk whose measures are computed again and again, each time with what changed since."""

import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from catchment.engines.by_year import YearlyDuckDB
from catchment.measures.by_year import compute_by_year
from catchment.measures.steps import steps
from catchment.network import contract
from catchment.network.settings import Network
from catchment.warehouse.parts import Part, PartStore
from catchment.warehouse.store import Batch, Warehouse
from tests.measures_tools import ARROW, Row
from tests.oracle.backdrop import SETTINGS

AS_OF = date(2026, 3, 16)
_QUERIES: dict[object, str] = {}


class Counting(PartStore):
    """Counts the parts that are computed, by step and school year."""

    def __init__(self, warehouse: Warehouse, *, fresh: bool = False) -> None:
        super().__init__(warehouse, fresh=fresh)
        self.computed: Counter[tuple[str, str]] = Counter()

    def keep(self, step: str, year: str, key: str, write: Callable[[Path], tuple[int, str]]) -> Part:
        self.computed[step, year] += 1
        return super().keep(step, year, key, write)

    @property
    def years(self) -> set[str]:
        return {year for _, year in self.computed}


class Remembering(YearlyDuckDB):
    """Remembers the SQL of every expression: Ibis takes longer to write it than these rows to go through."""

    def query(self, expression: ir.Table) -> str:
        if expression.op() not in _QUERIES:
            _QUERIES[expression.op()] = super().query(expression)
        return _QUERIES[expression.op()]


@dataclass
class OnDisk:
    """A network folder; `measured` brings its parts up to date and returns every stored measure."""

    folder: Path
    network: Network = SETTINGS
    as_of: date = AS_OF
    store: Counting | None = None
    landed: int = field(default=0)

    @property
    def warehouse(self) -> Warehouse:
        return Warehouse(self.folder)

    def land(self, tables: Mapping[str, list[Row]]) -> None:
        """Import rows: new ones, and others in place of those with the same primary key."""
        self.landed += 1
        digest = f"{self.landed:064x}"
        with tempfile.TemporaryDirectory() as name:
            staged = {table: _staged(Path(name), table, rows) for table, rows in tables.items() if rows}
            batch = Batch(
                self.warehouse.new_batch_id("test", digest),
                "test",
                digest,
                AS_OF,
                (),
                dict.fromkeys(staged, 1),
            )
            self.warehouse.land(batch, staged)

    def erase(self, column: str, value: str, *tables: str) -> None:
        """Take somebody out of the sources, as an operator does it: in the files themselves."""
        for table in tables:
            for file in self.warehouse.files(table):
                rows = pq.read_table(file, partitioning=None)
                pq.write_table(rows.filter(pc.field(column) != value), file)

    def measured(self, *, fresh: bool = False) -> dict[str, pa.Table]:
        names = [step.name for step in steps(self.as_of) if step.stored]
        with self.warehouse.staging() as scratch:
            self.store = Counting(self.warehouse, fresh=fresh)
            with Remembering(scratch, memory_limit="1GB", threads=1) as engine:
                compute_by_year(engine, self.warehouse, self.network, self.as_of, self.store, names)
                found = {name: engine.arrow(name) for name in names}
            self.store.prune()
        return found

    def parts(self) -> list[Path]:
        return sorted((self.folder / "warehouse" / "personal" / "measured").glob("*/*.parquet"))

    def named_in_parts(self, student: str) -> bool:
        """Whether any kept part has the student."""
        for file in self.parts():
            if "student_id" in pq.read_schema(file).names:
                rows = pq.read_table(file, columns=["student_id"], partitioning=None)
                if student in rows["student_id"].to_pylist():
                    return True
        return False


def _staged(folder: Path, table: str, rows: list[Row]) -> Path:
    schema = pa.schema([(one.name, ARROW[one.type]) for one in contract.tables()[table].fields])
    whole = [dict.fromkeys(schema.names) | row for row in rows]
    file = folder / f"{table}.parquet"
    pq.write_table(pa.Table.from_pylist(whole, schema=schema), file)
    return file


def value_of(folder: Path, query: str) -> list[tuple]:
    """What a query says of the sources of a network folder."""
    with duckdb.connect() as connection:
        Warehouse(folder).connect_views(connection)
        return connection.execute(query).fetchall()
