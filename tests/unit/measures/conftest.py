"""One engine per as-of date for all tests of this folder: Ibis takes seconds to write its statements."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from tests.measures_tools import Bench
from tests.oracle.backdrop import SETTINGS


@pytest.fixture(scope="session")
def bench_of() -> Iterator[Callable[[date], Bench]]:
    opened: dict[date, Bench] = {}

    def bench(as_of: date) -> Bench:
        if as_of not in opened:
            opened[as_of] = Bench(SETTINGS, as_of)
        return opened[as_of]

    yield bench
    for bench_open in opened.values():
        bench_open.close()
