"""The worlds on which faults are tried: random networks first, for they notice most, then every case."""

from datetime import date

from tests.mutations.trials import World
from tests.oracle.backdrop import SETTINGS
from tests.oracle.measures import measures
from tests.oracle.mixed_rules import MIXED
from tests.oracle.random_network import random_network
from tests.oracle.world import World as OracleWorld
from tests.spec.reading import Case, read_cases

DAYS = (date(2026, 3, 16), date(2025, 11, 20), date(2026, 6, 20))
NETWORKS = 16
EVERY = tuple(measures(OracleWorld({}, SETTINGS, DAYS[0])))


def worlds() -> list[World]:
    return [*(_network(seed) for seed in range(NETWORKS)), *map(_case, read_cases())]


def told(world: World) -> dict[str, list[dict]]:
    """What the oracle says."""
    return measures(OracleWorld(world.rows, world.network, world.as_of))


def _network(seed: int) -> World:
    """Every table that the oracle knows is promised, in whole rows."""
    rows, as_of, network = random_network(seed), DAYS[seed % len(DAYS)], MIXED if seed % 4 == 3 else SETTINGS
    return World(f"network {seed}", rows, network, as_of, dict.fromkeys(EVERY, ()))


def _case(case: Case) -> World:
    promised = {name: table.columns for name, table in case.measured.items()}
    return World(case.title, case.tables, case.network, case.as_of, promised)
