"""The solver against the enumeration of every world."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catchment.attack.tables import Contradiction, Equations, bounds
from tests.attack_tables.tools import worlds

CELLS = st.integers(3, 6)


@st.composite
def systems(draw, top=3):
    """A true world, what is published of it, and sums that hold in it, circular ones too."""
    count = draw(CELLS)
    truth = draw(st.lists(st.integers(0, top), min_size=count, max_size=count))
    sums = []
    for _ in range(draw(st.integers(1, 4))):
        parts = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=4, unique=True))
        truth.append(sum(truth[part] for part in parts))
        sums.append((len(truth) - 1, parts))
    return [draw(spans(value)) for value in truth], sums


def spans(value):
    hidden = st.tuples(st.integers(0, 2), st.integers(0, 3)).map(
        lambda by: (max(0, value - by[0]), value + by[1])
    )
    return st.one_of(st.just((value, value)), hidden)


def small(cells):
    return np.prod([high - low + 1 for low, high in cells]) <= 60_000


@settings(max_examples=150)
@given(systems())
def test_ranges_are_those_of_all_worlds(system):
    cells, sums = system
    assume(small(cells))
    found, every = bounds(cells, Equations.of(sums)), worlds(cells, sums)
    assert found.settled.all()
    assert found.low.tolist() == every.min(axis=0).tolist()
    assert found.high.tolist() == every.max(axis=0).tolist()


@settings(max_examples=150)
@given(systems())
def test_recovered_is_what_has_one_value_in_all_worlds(system):
    cells, sums = system
    assume(small(cells))
    every = worlds(cells, sums)
    only = (every == every[0]).all(axis=0) & np.array([low < high for low, high in cells])
    for goal in ("ranges", "recovered"):
        found = bounds(cells, Equations.of(sums), goal=goal)
        assert found.recovered.tolist() == only.tolist()
        assert found.zero.tolist() == (only & (every[0] == 0)).tolist()


@settings(max_examples=100)
@given(systems(), st.data())
def test_no_world_is_a_contradiction_that_its_sums_make(system, data):
    cells, sums = system
    at = data.draw(st.integers(0, len(cells) - 1))
    cells[at] = (cells[at][1] + 1, cells[at][1] + 1)
    assume(small(cells))
    if len(worlds(cells, sums)):
        bounds(cells, Equations.of(sums))
        return
    with pytest.raises(Contradiction) as raised:
        bounds(cells, Equations.of(sums))
    assert not len(worlds(cells, [sums[each] for each in raised.value.equations]))


def test_whole_numbers_say_more_than_fractions():
    """a + b, b + c and a + c odd together: fractions would allow a half."""
    sums = [(3, [0, 1]), (4, [1, 2]), (5, [0, 2])]
    with pytest.raises(Contradiction):
        bounds([(0, 9), (0, 9), (0, 9), (1, 1), (1, 1), (1, 1)], Equations.of(sums))
