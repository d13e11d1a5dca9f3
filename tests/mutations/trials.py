"""Small worlds on which faults are tried, computed once as they should be and then again with each fault.

Every world is a schema of one database and keeps all its tables. A fault changes the expressions of a few
steps; only these run again, in a schema before that of the world, and then those that read what changed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import ModuleType

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from catchment.engines.duckdb import TYPES, DuckDBEngine
from catchment.measures import steps as sound_steps
from catchment.measures import vocabulary as sound_vocabulary
from catchment.network import contract
from catchment.network.settings import Network
from tests.measures_tools import ARROW
from tests.mutations.copies import faulty
from tests.mutations.faults import Fault

QUOTED = re.compile(r'"(\w+)"')
CAUGHT, REFUSED, SAME, SURVIVED = "caught", "refused", "same", "survived"
"""Another result; no expression or an error of the engine; not another expression; none of these."""


@dataclass(frozen=True)
class World:
    """Rows of the contract, the rules and the day; what is promised of it: table → columns."""

    name: str
    rows: Mapping[str, list[dict]]
    network: Network
    as_of: date
    promised: Mapping[str, list[str]]


class _Engine(DuckDBEngine):
    """In memory and with schemas: a table is made in the first of the path and looked for in all of them."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self.run("SET threads = 1")
        self.run("SET TimeZone = 'UTC'")

    def close(self) -> None:
        self._connection.close()

    def path(self, *schemas: str) -> None:
        self.run(f"SET search_path = '{','.join(schemas)}'")

    def fresh(self, schema: str) -> None:
        self.run(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        self.run(f"CREATE SCHEMA {schema}")

    def differ(self, name: str, one: str, other: str, columns: Iterable[str]) -> bool:
        """Whether these columns of the table have other rows in one schema than in the other."""
        wanted = ", ".join(f'"{column}"' for column in columns)
        rows = [f'SELECT {wanted} FROM {schema}."{name}"' for schema in (one, other)]
        both = " UNION ALL ".join(f"({a} EXCEPT ALL {b})" for a, b in (rows, rows[::-1]))
        return bool(self._connection.sql(both).fetchall())


class Trials:
    """The worlds as they should be, and what each fault makes of them."""

    def __init__(self, worlds: list[World]) -> None:
        self._engine = _Engine()
        self._worlds = {f"world{number}": world for number, world in enumerate(worlds)}
        self.expressions = cache(lambda as_of: _expressions(sound_steps, as_of, worlds[0].network))
        self.statements = cache(lambda as_of: self._said(self.expressions(as_of)))
        self._engine.fresh("empty")
        self._engine.path("empty")
        for name in sound_steps.SOURCES:
            self._engine.vocabulary(name, _arrow(name, []))
        for schema, world in self._worlds.items():
            self._compute(schema, world)

    def close(self) -> None:
        self._engine.close()

    def _said(self, expressions: Mapping[str, ir.Table]) -> dict[str, str]:
        return {name: self._engine.statement(name, made) for name, made in expressions.items()}

    def _compute(self, schema: str, world: World) -> None:
        self._engine.fresh(schema)
        self._engine.path(schema, "empty")
        for name in sound_steps.SOURCES:
            if world.rows.get(name):
                self._engine.vocabulary(name, _arrow(name, world.rows[name]))
        for name, words in sound_vocabulary.vocabulary(world.network, world.as_of).items():
            self._engine.vocabulary(name, words)
        for statement in self.statements(world.as_of).values():
            self._engine.run(statement)

    def promised(self, world: World) -> dict[str, list[dict]]:
        """What the sound measures say of a world, of the tables that are promised."""
        self._engine.path(next(name for name, other in self._worlds.items() if other.name == world.name))
        return {name: self._engine.arrow(name).to_pylist() for name in world.promised}

    def verdict(self, fault: Fault) -> tuple[str, str]:
        """What became of the fault, and which world or error shows it."""
        try:
            steps, vocabulary = faulty(fault)
            changes = cache(lambda as_of: self._changes(steps, as_of))
            touched = False
            for schema, world in self._worlds.items():
                dirty = self._new_words(schema, world, vocabulary if _is_words(fault) else None)
                touched = touched or bool(dirty or changes(world.as_of))
                if name := self._first_broken(schema, world, changes(world.as_of), dirty):
                    return CAUGHT, f"{world.name}: {name}"
        except Exception as error:  # whatever a wrong expression makes of Ibis, Arrow or the engine
            return REFUSED, f"{type(error).__name__}: {error}".split("\n")[0]
        return (SURVIVED if touched else SAME), ""

    def _changes(self, steps: ModuleType, as_of: date) -> dict[str, str]:
        """The statements of the steps whose expression is another."""
        sound = self.expressions(as_of)
        columns = {name: list(made.columns) for name, made in sound.items()}
        made = _expressions(steps, as_of, next(iter(self._worlds.values())).network, columns)
        return self._said({name: one for name, one in made.items() if not one.equals(sound[name])})

    def _new_words(self, schema: str, world: World, vocabulary: ModuleType | None) -> set[str]:
        """Make room for a fault in a world, and put in place the vocabulary that it changes."""
        self._engine.fresh("fault")
        self._engine.path("fault", schema, "empty")
        if vocabulary is None:
            return set()
        sound = sound_vocabulary.vocabulary(world.network, world.as_of)
        made = vocabulary.vocabulary(world.network, world.as_of)
        new = {name: rows for name, rows in made.items() if not rows.equals(sound[name])}
        for name, rows in new.items():
            self._engine.vocabulary(name, rows)
        return set(new)

    def _first_broken(
        self, schema: str, world: World, changed: Mapping[str, str], dirty: set[str]
    ) -> str | None:
        """The first promised table that comes out otherwise; what is not changed is not computed again."""
        sound = self.statements(world.as_of)
        for name in _needed(sound, world.promised):
            statement = changed.get(name, sound[name])
            if name not in changed and not dirty & _read(statement):
                continue
            self._engine.run(statement)
            columns = self.expressions(world.as_of)[name].columns
            if not self._engine.differ(name, "fault", schema, columns):
                self._engine.run(f'DROP TABLE fault."{name}"')
                continue
            dirty.add(name)
            promised = world.promised.get(name, [])
            if name in world.promised and self._engine.differ(name, "fault", schema, promised or columns):
                return name
        return None


def _is_words(fault: Fault) -> bool:
    return fault.module == "vocabulary"


def _expressions(
    steps: ModuleType, as_of: date, network: Network, columns: Mapping[str, list[str]] | None = None
) -> dict[str, ir.Table]:
    """What one copy of the package computes and keeps, in order; of `columns`, where given, no others."""
    described = contract.tables()
    tables = {name: ibis.table(_schema(described[name]), name=name) for name in steps.SOURCES}
    for name, rows in sound_vocabulary.vocabulary(network, as_of).items():
        tables[name] = ibis.table(ibis.schema(rows.schema), name=name)
    kept = {}
    for step in steps.steps(as_of):
        made = step.build(tables)
        # another join leaves columns over; steps that pass all on would then seem changed too
        if columns and step.stored and list(made.columns) != columns[step.name]:
            made = made.select(*columns[step.name])
        if step.stored:
            kept[step.name] = made
        tables[step.name] = ibis.table(made.schema(), name=step.name) if step.stored else made
    return kept


def _schema(table: contract.Table) -> dict[str, str]:
    return {each.name: TYPES[each.type] for each in table.fields}


def _arrow(table: str, rows: list[dict]) -> pa.Table:
    schema = pa.schema([(each.name, ARROW[each.type]) for each in contract.tables()[table].fields])
    return pa.Table.from_pylist([dict.fromkeys(schema.names) | row for row in rows], schema=schema)


@cache
def _read(statement: str) -> frozenset[str]:
    """Every quoted name: a column that is called like a table costs one statement too many."""
    return frozenset(QUOTED.findall(statement))


def _needed(statements: Mapping[str, str], wanted: Iterable[str]) -> list[str]:
    """The tables on which the wanted ones rest, in order."""
    need = set(wanted)
    for name in reversed(statements):
        if name in need:
            need |= _read(statements[name])
    return [name for name in statements if name in need]
