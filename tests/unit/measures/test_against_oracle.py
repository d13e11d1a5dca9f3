"""On random small networks the engine and the oracle say the same, row by row and column by column."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.measures_tools import Bench, ordered
from tests.oracle.backdrop import SETTINGS
from tests.oracle.measures import measures
from tests.oracle.random_network import random_network
from tests.oracle.world import World

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A smaller seed makes no smaller network, so looking for one is for nothing."""
DAYS = (date(2025, 11, 20), date(2026, 3, 16), date(2026, 6, 20))


@settings(max_examples=12, phases=UNSHRUNK)
@given(seed=st.integers(0, 2**32), as_of=st.sampled_from(DAYS))
def test_engine_and_oracle_agree(bench_of: Callable[[date], Bench], seed: int, as_of: date) -> None:
    agree(bench_of(as_of), seed)


@pytest.mark.slow
@settings(max_examples=150, phases=UNSHRUNK)
@given(seed=st.integers(0, 2**32), as_of=st.sampled_from(DAYS))
def test_engine_and_oracle_agree_on_many(bench_of: Callable[[date], Bench], seed: int, as_of: date) -> None:
    agree(bench_of(as_of), seed)


def agree(bench: Bench, seed: int) -> None:
    tables = random_network(seed)
    said = measures(World(tables, SETTINGS, bench.as_of))
    bench.run(tables, said)
    for name, rows in said.items():
        assert ordered(bench.rows(name)) == ordered(rows), name
