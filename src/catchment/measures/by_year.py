"""The measures a school year at a time: what was computed for a year before is not computed again.

A yearly step's rows of a year are a part. Its key says all that went into it: the statement, the engine's
version, and of each input the CONTENT of its rows of that year, not where they came from. So a change of the
sources goes only as far as it changes rows: a new class of this year leaves the parts of other years alone.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from catchment.measures.compute import Engine, Files, go_through
from catchment.measures.step import Step
from catchment.network import contract
from catchment.network.settings import Network

YEAR = "school_year"
SINCE = "since_year"
"""Rows with this column concern that school year and all later ones; a blank one concerns all."""
BY_FILES = "activity"
"""The source that lies in files by school year: too big to be read for telling whether it changed."""

Content = tuple[int, str]
"""How many rows, and a digest of them whatever their order: equal contents are equal rows."""
NOTHING: Content = (0, "")


class Part(Protocol):
    """The rows of a step in a school year, kept in `file`."""

    file: Path
    content: Content


class Parts(Protocol):
    """Where parts are kept from build to build."""

    def find(self, step: str, year: str, key: str) -> Part | None:
        """The part of that key; None where there is none. Its file may still turn out to be damaged."""

    def intact(self, part: Part) -> bool:
        """Whether the file is as it was written."""

    def keep(self, step: str, year: str, key: str, write: Callable[[Path], Content]) -> Part:
        """Let `write` fill a file and keep it under the key."""


class YearlyFiles(Files, Protocol):
    def files_by_year(self, table: str) -> Mapping[str, Sequence[Path]]:
        """The files of a table that lies by school year."""


class YearlyEngine(Engine, Protocol):
    """An engine in which a name can mean the rows of one school year."""

    version: str

    def query(self, expression: ir.Table) -> str:
        """The SQL of an expression: it names tables and holds no data."""

    def contents(self, name: str, by: str | None = None) -> Mapping[str, Content]:
        """The content of a table by the values of a column, or of all under a blank one."""

    def only(self, year: str, name: str, column: str, until: bool) -> None:
        """In that year the name means the rows that have it in the column; `until`: or an earlier one."""

    def source_of(self, year: str, name: str, files: Sequence[Path], table: contract.Table) -> None:
        """In that year the name means the rows of these files of the source."""

    def part_of(self, year: str, name: str, file: Path | None, schema: ibis.Schema) -> None:
        """In that year the name means the rows of the part; None: no rows."""

    def write_year(self, year: str, query: str, file: Path) -> Content:
        """Run a query in which names mean the rows of the year, into a Parquet file."""

    def unite(self, name: str, files: Sequence[Path], schema: ibis.Schema) -> None:
        """The parts of all years as one table."""


@dataclass(frozen=True)
class _Plan:
    """A yearly step: its query, its columns, and the names of the tables that the query reads."""

    query: str
    schema: ibis.Schema
    inputs: tuple[str, ...]


def compute_by_year(
    engine: YearlyEngine,
    warehouse: YearlyFiles,
    network: Network,
    as_of: date,
    parts: Parts,
    wanted: Iterable[str],
) -> "ByYear":
    """Every measure; afterwards the tables named in `wanted` can be read from the engine as a whole."""
    going = ByYear(engine, warehouse, parts)
    go_through(engine, warehouse, network, as_of, going.materialise, going.given)
    for name in wanted:
        going.unite(name)
    return going


class ByYear:
    """One going through the steps."""

    def __init__(self, engine: YearlyEngine, warehouse: YearlyFiles, parts: Parts) -> None:
        self._engine, self._store = engine, parts
        self._files = warehouse.files_by_year(BY_FILES)
        self._plans: dict[str, _Plan] = {}
        self._parts: dict[str, dict[str, Part]] = {}
        self._columns: dict[str, Sequence[str]] = {}
        self._vocabulary: set[str] = set()
        self._contents: dict[tuple[str, str | None], Mapping[str, Content]] = {}
        self._opened: set[tuple[str, str]] = set()
        self._united: set[str] = set()

    def given(self, sources: Mapping[str, ir.Table], vocabulary: Mapping[str, ir.Table]) -> None:
        """What there is before the first step."""
        self._columns = {name: table.columns for name, table in {**sources, **vocabulary}.items()}
        self._vocabulary = set(vocabulary)

    def materialise(self, step: Step, expression: ir.Table) -> ir.Table:
        """Compute a step: by year if it is yearly, else whole."""
        inputs = sorted(node.name for node in expression.op().find(ops.UnboundTable))
        self._columns[step.name] = expression.columns
        if not step.yearly:
            for name in inputs:
                self.unite(name)
            return self._engine.materialise(step.name, expression)
        self._plans[step.name] = _Plan(self._engine.query(expression), expression.schema(), tuple(inputs))
        self._parts[step.name] = {}
        for year in self._years(step.name):
            self._parts[step.name][year] = self._part(step.name, year)
        return ibis.table(expression.schema(), name=step.name)

    def files(self, name: str) -> list[Path]:
        """The files of a yearly step, oldest year first."""
        return [self._intact(name, year).file for year in sorted(self._parts[name])]

    def unite(self, name: str) -> None:
        """Make a yearly step readable as a whole; any other is so already."""
        if name in self._plans and name not in self._united:
            self._engine.unite(name, self.files(name), self._plans[name].schema)
            self._united.add(name)

    def _years(self, step: str) -> list[str]:
        """The school years of which the step can have rows: some input has; the calendar has every year."""
        known: set[str] = set()
        for name in self._plans[step].inputs:
            if name in self._parts:
                known |= {year for year, part in self._parts[name].items() if part.content != NOTHING}
            elif name == BY_FILES:
                known |= set(self._files)
            elif self._has(name, YEAR) and name not in self._vocabulary:
                known |= set(self._contents_of(name, YEAR))
        return sorted(known)

    def _part(self, step: str, year: str) -> Part:
        key = self._key(step, year)
        return self._store.find(step, year, key) or self._computed(step, year)

    def _computed(self, step: str, year: str) -> Part:
        plan = self._plans[step]
        for name in plan.inputs:
            self._open(name, year)
        return self._store.keep(
            step, year, self._key(step, year), lambda file: self._engine.write_year(year, plan.query, file)
        )

    def _key(self, step: str, year: str) -> str:
        plan = self._plans[step]
        inputs = [f"{name} {self._content(name, year)}" for name in plan.inputs]
        return hashlib.sha256("\n".join([self._engine.version, plan.query, *inputs]).encode()).hexdigest()

    def _content(self, name: str, year: str) -> Content | str:
        """What of an input can matter for the year."""
        if name in self._parts:
            return self._parts[name][year].content if year in self._parts[name] else NOTHING
        if name == BY_FILES:
            return _identity(self._files.get(year, ()))
        if self._has(name, YEAR):
            return self._contents_of(name, YEAR).get(year, NOTHING)
        if self._has(name, SINCE):
            contents = self._contents_of(name, SINCE)
            return repr(sorted((since, contents[since]) for since in contents if since <= year))
        return self._contents_of(name).get("", NOTHING)

    def _has(self, name: str, column: str) -> bool:
        return column in self._columns[name]

    def _contents_of(self, name: str, by: str | None = None) -> Mapping[str, Content]:
        if (name, by) not in self._contents:
            self._contents[name, by] = self._engine.contents(name, by)
        return self._contents[name, by]

    def _open(self, name: str, year: str) -> None:
        """Make the name mean the rows of the year, where they are not those of all years."""
        if (name, year) in self._opened:
            return
        self._opened.add((name, year))
        if name in self._parts:
            file = self._intact(name, year).file if year in self._parts[name] else None
            self._engine.part_of(year, name, file, self._plans[name].schema)
        elif name == BY_FILES:
            self._engine.source_of(year, name, self._files.get(year, ()), contract.tables()[name])
        elif self._has(name, YEAR):
            self._engine.only(year, name, YEAR, False)
        elif self._has(name, SINCE):
            self._engine.only(year, name, SINCE, True)

    def _intact(self, name: str, year: str) -> Part:
        """The part, computed anew if its file is damaged: nobody looked into it before."""
        part = self._parts[name][year]
        if not self._store.intact(part):
            part = self._parts[name][year] = self._computed(name, year)
        return part


def _identity(files: Sequence[Path]) -> str:
    """Files of a warehouse are written once: another name, size or time is another content."""
    known = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return repr(sorted(known))
