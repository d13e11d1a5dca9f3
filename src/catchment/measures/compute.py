"""All measures in one go, in whichever engine: what an engine must be able to do, and the going.

No connection is opened here; the caller brings an engine (`catchment.engines`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

import ibis.expr.types as ir
import pyarrow as pa

from catchment.measures.step import Step, Tables
from catchment.measures.steps import SOURCES, steps
from catchment.measures.vocabulary import vocabulary
from catchment.network import contract
from catchment.network.settings import Network


class Engine(Protocol):
    """Names share one space; a table stays until `close`."""

    def source(self, name: str, files: Sequence[Path], table: contract.Table) -> ir.Table:
        """The Parquet files as `table`, with the contract's columns and types; no files: no rows."""

    def vocabulary(self, name: str, rows: pa.Table) -> ir.Table:
        """A small table, held whole."""

    def materialise(self, name: str, expression: ir.Table) -> ir.Table:
        """Compute the expression once and keep the rows."""

    def arrow(self, name: str) -> pa.Table:
        """The rows of a table, in an order that depends on the rows alone."""

    def write(self, name: str, file: Path) -> None:
        """The rows of a table as a Parquet file, in no order: for tables too long to be held whole."""


class Files(Protocol):
    """Where source tables lie: a warehouse."""

    def files(self, table: str) -> list[Path]:
        """The Parquet files that make the table now, none where it was never imported."""


def compute(engine: Engine, warehouse: Files, network: Network, as_of: date) -> Mapping[str, ir.Table]:
    """Every measure by the name of its step, computed in `engine` as of that day."""
    return go_through(
        engine, warehouse, network, as_of, lambda step, rows: engine.materialise(step.name, rows)
    )


def go_through(
    engine: Engine,
    warehouse: Files,
    network: Network,
    as_of: date,
    materialise: Callable[[Step, ir.Table], ir.Table],
    given: Callable[[Tables, Tables], None] = lambda sources, words: None,
) -> Mapping[str, ir.Table]:
    """The steps in order, each stored one through `materialise`; `given` hears of what is there before."""
    described = contract.tables()
    sources = {name: engine.source(name, warehouse.files(name), described[name]) for name in SOURCES}
    words = {name: engine.vocabulary(name, rows) for name, rows in vocabulary(network, as_of).items()}
    given(sources, words)
    tables = {**sources, **words}
    for step in steps(as_of):
        expression = step.build(tables)
        tables[step.name] = materialise(step, expression) if step.stored else expression
    return tables
