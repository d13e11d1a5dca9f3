"""A first world that fits: at once if the system is small, else mended one neighbourhood after another."""

import numpy as np

from catchment.attack.tables.box import Box, System, whole_world
from catchment.attack.tables.equations import Positions, Ranges, Terms
from catchment.attack.tables.neighbourhood import Surroundings, within
from catchment.attack.tables.search import Infeasible

AT_ONCE = 3_000
NARROW, WIDE = 100, 20_000


def first_world(system: System, surroundings: Surroundings) -> Ranges | None:
    """A world of whole numbers; None if none was found although there may be one. Raises Infeasible."""
    return at_once(system) if len(system) <= AT_ONCE else mended(system, surroundings)


def at_once(system: System) -> Ranges | None:
    """By one linear program, and in whole numbers if its answer is not."""
    for whole in (False, True):
        found = Box(system, whole).least(np.zeros(len(system)))
        if found is None:
            raise Infeasible(0)
        world = whole_world(system, found.world)
        if world is not None:
            return world
    return None


def mended(system: System, surroundings: Surroundings) -> Ranges | None:
    """From the middle of every range; each visit makes the rows around a wrong one less wrong.

    Where that gets stuck the visits become wider.
    """
    chance = np.random.default_rng(1)
    world, width, before = _middle(system.ranges), NARROW, system.terms.rows
    while width <= WIDE:
        wrong = _wrong(system, world)
        if not len(wrong):
            return world
        if len(wrong) > before / 2:
            width *= 2
        before = len(wrong)
        _visit(system, surroundings, world, chance.permutation(_a_column_of(system, wrong, chance)), width)
    return None


def _a_column_of(system: System, rows: Positions, chance: np.random.Generator) -> Positions:
    first, last = system.terms.starts[rows], system.terms.starts[rows + 1]
    return system.terms.cell[chance.integers(first, last)]


def _visit(system: System, surroundings: Surroundings, world: Ranges, seeds: Positions, width: int) -> None:
    """Mend around every seed that no earlier visit of this round has been to, in place."""
    visited = np.zeros(len(system), dtype=bool)
    for column in seeds.tolist():
        if not visited[column]:
            columns = np.sort(surroundings.near(column, width))
            visited[columns] = True
            held = np.broadcast_to(world[:, None], (len(world), 2))
            world[columns] = _mend(within(system, columns, held), world[columns])


def _middle(ranges: Ranges) -> Ranges:
    low = np.where(np.isfinite(ranges[:, 0]), ranges[:, 0], np.minimum(ranges[:, 1], 0))
    return np.floor((low + np.where(np.isfinite(ranges[:, 1]), ranges[:, 1], low)) / 2)


def _wrong(system: System, world: Ranges) -> Positions:
    sums = system.sums(world)
    return np.flatnonzero((sums < system.right[:, 0]) | (sums > system.right[:, 1]))


def _mend(system: System, world: Ranges) -> Ranges:
    """The columns that make the rows least wrong in all; as they were if that is not in whole numbers."""
    elastic = _elastic(system)
    costs = np.concatenate([np.zeros(len(system)), np.ones(len(elastic) - len(system))])
    for whole in (False, True):
        found = Box(elastic, whole).least(costs)
        better = whole_world(elastic, found.world if found else None)
        if better is not None:
            return better[: len(system)]
    return world


def _elastic(system: System) -> System:
    """The system with two more columns a row: by how much it is too little, by how much too much."""
    size, rows = len(system), system.terms.rows
    row = np.concatenate([system.terms.row, np.arange(rows), np.arange(rows)])
    cell = np.concatenate([system.terms.cell, size + np.arange(2 * rows)])
    sign = np.concatenate([system.terms.sign, np.ones(rows), -np.ones(rows)])
    order = np.argsort(row, kind="stable")
    slack = np.tile([0.0, np.inf], (2 * rows, 1))
    terms = Terms(row[order], cell[order], sign[order], rows)
    return System(np.concatenate([system.ranges, slack]), terms, system.right)
