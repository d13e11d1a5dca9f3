"""On random small networks the engine and the oracle say the same, row by row and column by column."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measures_tools import Bench, ordered
from tests.oracle.backdrop import SETTINGS
from tests.oracle.measures import measures
from tests.oracle.random_network import random_network
from tests.oracle.world import World

DAYS = (date(2025, 11, 20), date(2026, 3, 16), date(2026, 6, 20))
_benches: list[Bench] = []


@cache
def bench(as_of: date) -> Bench:
    _benches.append(Bench(SETTINGS, as_of))
    return _benches[-1]


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    yield
    while _benches:
        _benches.pop().close()
    bench.cache_clear()


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32), as_of=st.sampled_from(DAYS))
def test_engine_and_oracle_agree(seed: int, as_of: date) -> None:
    tables = random_network(seed)
    measured = bench(as_of).run(tables)
    for name, rows in measures(World(tables, SETTINGS, as_of)).items():
        assert ordered(measured.rows(name)) == ordered(rows), name
