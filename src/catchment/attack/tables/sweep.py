"""Worlds that move many cells at once, from one neighbourhood to the next."""

from collections.abc import Iterator

import numpy as np

from catchment.attack.tables.box import Box, whole_world
from catchment.attack.tables.equations import Positions, Ranges
from catchment.attack.tables.neighbourhood import within
from catchment.attack.tables.search import Search

WIDTHS = (200, 2_000, 2_000)
"""Columns pushed together, pass by pass: small ones are fast, and wide ones find the ways round."""
MOST_TURNS = 10
LEAST_GAIN = 0.03


def sweep(search: Search) -> None:
    """Settle what whole neighbourhoods reach, pass after pass."""
    chance = np.random.default_rng(1)
    for width in WIDTHS if len(search.system) > WIDTHS[-1] else WIDTHS[:1]:
        for columns in _neighbourhoods(search, width, chance):
            _stir(search, columns, chance)


def _neighbourhoods(search: Search, width: int, chance: np.random.Generator) -> Iterator[Positions]:
    """Around every column that is still looked for and was in no neighbourhood of this pass."""
    size = len(search.system)
    visited = np.zeros(size, dtype=bool)
    wanted = search.wants(np.arange(size)).any(axis=1)
    for column in chance.permutation(np.flatnonzero(wanted)).tolist():
        if not visited[column]:
            columns = search.surroundings.near(column, width)
            visited[columns[: width // 3]] = True  # those further out have little room
            yield np.sort(columns)


def _stir(search: Search, columns: Positions, chance: np.random.Generator) -> None:
    """Push all ends of a neighbourhood that are looked for, again from each world found."""
    box = Box(within(search.system, columns, search.held()))
    left = int(search.wants(columns).sum())
    for _ in range(MOST_TURNS):
        costs = _push(search, columns, chance)
        if not costs.any():
            return
        found = box.least(costs)
        world = whole_world(box.system, found.world if found else None)
        if world is not None:
            search.see(columns, world)
        before, left = left, int(search.wants(columns).sum())
        if before - left <= LEAST_GAIN * before:
            return


def _push(search: Search, columns: Positions, chance: np.random.Generator) -> Ranges:
    """Costs that pull each column to an end that is looked for; to either where both are."""
    room = search.outer[columns] != search.inner[columns]
    goes = search.wants(columns) & room & np.isfinite(search.outer[columns])
    up = goes[:, 1] & (~goes[:, 0] | (chance.random(len(columns)) < 0.5))
    return np.where(up, -1.0, np.where(goes[:, 0], 1.0, 0.0))
