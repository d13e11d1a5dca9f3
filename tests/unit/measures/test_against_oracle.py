"""On random small networks the engine and the oracle say the same, row by row and column by column."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measures_tools import Bench, Row, ordered
from tests.oracle import atoms, classes, training
from tests.oracle.random_network import SETTINGS, random_network
from tests.oracle.roster import Roster, cohorts
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


def expected(world: World) -> dict[str, list[Row]]:
    """Every output that both compute, from the oracle."""
    started = classes.teacher_started(world).items()
    completed = classes.teacher_completed(world).items()
    active = classes.section_active(world).items()
    key = ("person_id", "course_id", "school_year")
    roster = Roster(world).rows()
    return {
        "teacher_started": [
            dict(zip((*key, "started_on"), (*who, day), strict=True)) for who, day in started
        ],
        "teacher_completed": [
            dict(zip((*key, "completed_on", "completed_level"), (*who, *done), strict=True))
            for who, done in completed
        ],
        "section_active": [
            dict(zip(("person_id", "section_id", *key[1:], "active_on"), (*which, day), strict=True))
            for which, day in active
        ],
        "unmatched_enrollments": [{"enrollments": training.unmatched_enrollments(world)}],
        "roster_all": roster,
        "cohorts": cohorts(roster),
        "atoms": atoms.atoms(world),
        "atom_findings": atoms.findings(world),
    }


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32), as_of=st.sampled_from(DAYS))
def test_engine_and_oracle_agree(seed: int, as_of: date) -> None:
    tables = random_network(seed)
    measured = bench(as_of).run(tables)
    for name, rows in expected(World(tables, SETTINGS, as_of)).items():
        assert ordered(measured.rows(name)) == ordered(rows), name
