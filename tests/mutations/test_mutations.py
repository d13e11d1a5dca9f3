"""Small faults put into the measures one at a time: cases and networks of the oracle notice each of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catchment import measures
from tests.measures_tools import ordered
from tests.mutations.choice import chosen, explained
from tests.mutations.faults import Fault
from tests.mutations.trials import CAUGHT, REFUSED, SAME, SURVIVED, Trials
from tests.mutations.worlds import NETWORKS, told, worlds

CHOSEN, EXPLAINED = chosen(), explained()
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def trials() -> Iterator[Trials]:
    prepared = Trials(worlds())
    yield prepared
    prepared.close()


def test_without_a_fault_the_networks_are_as_the_oracle_says(trials: Trials) -> None:
    for world in worlds()[:NETWORKS]:
        said = trials.promised(world)
        for name, rows in told(world).items():
            assert ordered(said[name]) == ordered(rows), f"{world.name}: {name}"


@pytest.mark.parametrize("module", ["atoms", "vocabulary"])
def test_a_copy_without_a_fault_computes_the_same(module: str, trials: Trials) -> None:
    source = (Path(measures.__file__).parent / f"{module}.py").read_text("utf-8")
    assert trials.verdict(Fault(module, "no fault", source)) == (SAME, "")


@pytest.mark.parametrize("fault", CHOSEN, ids=lambda fault: fault.name)
def test_a_fault_is_noticed(fault: Fault, trials: Trials) -> None:
    verdict, _ = trials.verdict(fault)
    if fault.name in EXPLAINED:
        assert verdict in (SURVIVED, SAME), "it is noticed after all: explained.txt is wrong"
    else:
        assert verdict in (CAUGHT, REFUSED, SAME), "write a case, or say in explained.txt why none can be"


def test_many_faults_are_tried_in_every_file_that_counts() -> None:
    assert len(CHOSEN) > 100
    assert len({fault.module for fault in CHOSEN}) > 20


def test_what_is_explained_is_tried_and_has_a_reason() -> None:
    assert set(EXPLAINED) <= {fault.name for fault in CHOSEN}
    assert all(len(reason) > 20 for reason in EXPLAINED.values())
