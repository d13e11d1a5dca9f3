"""What the measures compute, step by step, so that a test can compute only what it needs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from catchment.engines.duckdb import TYPES
from catchment.measures.compute import Engine, compute
from catchment.measures.vocabulary import vocabulary
from catchment.network import contract
from catchment.network.settings import Network
from tests.measures_tools import Folder, Row
from tests.oracle.backdrop import SETTINGS


class Plan:
    """An engine that computes nothing: it remembers every expression as of one day."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.sources: list[str] = []
        self.expressions: dict[str, ir.Table] = {}
        compute(self, self, SETTINGS, as_of)

    def files(self, table: str) -> list[Path]:
        return []

    def source(self, name: str, files: Sequence[Path], table: contract.Table) -> ir.Table:
        self.sources.append(name)
        return ibis.table({field.name: TYPES[field.type] for field in table.fields}, name=name)

    def vocabulary(self, name: str, rows: pa.Table) -> ir.Table:
        return ibis.table(ibis.schema(rows.schema), name=name)

    def materialise(self, name: str, expression: ir.Table) -> ir.Table:
        self.expressions[name] = expression
        return ibis.table(expression.schema(), name=name)

    def needed(self, wanted: Iterable[str]) -> dict[str, ir.Table]:
        """The expressions that lead to the wanted tables, in order."""
        need = set(wanted)
        for name in reversed(self.expressions):
            if name in need:
                need.update(table.name for table in self.expressions[name].op().find(ops.UnboundTable))
        return {name: expression for name, expression in self.expressions.items() if name in need}

    def run(
        self,
        engine: Engine,
        folder: Path,
        tables: Mapping[str, list[Row]],
        wanted: Iterable[str],
        network: Network = SETTINGS,
    ) -> dict[str, pa.Table]:
        """The wanted measures of these rows, which are written into the empty `folder`."""
        described, files = contract.tables(), Folder(folder, tables)
        for name in self.sources:
            engine.source(name, files.files(name), described[name])
        for name, rows in vocabulary(network, self.as_of).items():
            engine.vocabulary(name, rows)
        for name, expression in self.needed(wanted).items():
            engine.materialise(name, expression)
        return {name: engine.arrow(name) for name in wanted}
