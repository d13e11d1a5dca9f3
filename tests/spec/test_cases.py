"""The cases of `cases/`, each on the engine and on the oracle."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.measures_tools import Bench, ordered
from tests.oracle.measures import measures
from tests.oracle.world import World
from tests.spec.reading import Case, read_cases, texts

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_engine(case: Case, bench_of: Callable[[date], Bench]) -> None:
    bench = bench_of(case.as_of).run(case.tables, case.expected, case.network)
    for name, table in case.expected.items():
        assert ordered(texts(bench.rows(name), table.columns)) == ordered(table.rows), name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_oracle(case: Case) -> None:
    said = measures(World(case.tables, case.network, case.as_of))
    for name, table in case.expected.items():
        if name in said:
            assert ordered(texts(said[name], table.columns)) == ordered(table.rows), name
