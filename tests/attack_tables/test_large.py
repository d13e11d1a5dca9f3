"""Systems too large for one program: the answers from within and without are those of every world.

Hundreds of small tables, each with its own known answer, hang together through totals that nobody published.
"""

import numpy as np
import pytest

from catchment.attack.tables import Contradiction, Equations, bounds
from catchment.attack.tables.box import System
from catchment.attack.tables.core import components, cut
from catchment.attack.tables.first import AT_ONCE, mended
from catchment.attack.tables.neighbourhood import Surroundings, within
from catchment.attack.tables.propagation import propagate
from tests.attack_tables.tools import worlds

BLOCKS = 600
CELLS = 15
"""Nine cells in three rows and columns, then the six margins."""
MARGINS = [(9 + row, [3 * row, 3 * row + 1, 3 * row + 2]) for row in range(3)] + [
    (12 + column, [column, column + 3, column + 6]) for column in range(3)
]


def block(chance):
    """A 3 x 3 table of which all margins and some cells are published."""
    truth = chance.integers(0, 4, 9)
    hidden = chance.random(9) < 0.9
    inner = [(0, 4) if hide else (value, value) for value, hide in zip(truth.tolist(), hidden, strict=True)]
    sums = [int(truth[parts].sum()) for _, parts in MARGINS]
    return [*inner, *((total, total) for total in sums)]


def joined(blocks):
    """One connected system: three unpublished totals take a cell of every block each."""
    cells = [cell for each in blocks for cell in each]
    sums = [
        (CELLS * at + total, [CELLS * at + part for part in parts])
        for at in range(len(blocks))
        for total, parts in MARGINS
    ]
    for cell in (0, 4, 8):
        sums.append((len(cells), [CELLS * at + cell for at in range(len(blocks))]))
        cells.append((0, np.inf))
    return cells, sums


@pytest.fixture(scope="module")
def kinds():
    chance = np.random.default_rng(3)
    return [block(chance) for _ in range(12)]


@pytest.fixture(scope="module")
def large(kinds):
    chance = np.random.default_rng(4)
    chosen = chance.integers(0, len(kinds), BLOCKS)
    return chosen, *joined([kinds[kind] for kind in chosen])


def of_blocks(values):
    return np.array(values)[: CELLS * BLOCKS].reshape(BLOCKS, CELLS)


def all_worlds(kind):
    """Every world of a block, row sums first so that the product stays small."""
    rows = [worlds([*kind[3 * row : 3 * row + 3], kind[9 + row]], [(3, [0, 1, 2])]) for row in range(3)]
    found = np.array(
        [np.concatenate([a[:3], b[:3], c[:3]]) for a in rows[0] for b in rows[1] for c in rows[2]]
    )
    for total, parts in MARGINS[3:]:
        found = found[found[:, parts].sum(axis=1) == kind[total][0]]
    return found


def test_it_is_too_large_for_one_program(large):
    _, cells, sums = large
    terms = Equations.of(sums).terms
    core, _ = cut(propagate(np.array(cells, dtype=float), terms), terms)
    assert max(len(free) for _, free in components(core)) > AT_ONCE


def test_ranges_are_those_of_each_block(kinds, large):
    chosen, cells, sums = large
    found = bounds(cells, Equations.of(sums))
    assert found.settled.all()
    low, high = of_blocks(found.low), of_blocks(found.high)
    for at, kind in enumerate(chosen):
        every = all_worlds(kinds[kind])
        assert low[at, :9].tolist() == every.min(axis=0).tolist()
        assert high[at, :9].tolist() == every.max(axis=0).tolist()


def test_recovered_are_those_of_each_block(kinds, large):
    chosen, cells, sums = large
    found = bounds(cells, Equations.of(sums), goal="recovered")
    assert found.settled.all()
    recovered = of_blocks(found.recovered[:-3])
    for at, kind in enumerate(chosen):
        every = all_worlds(kinds[kind])
        hidden = np.array([low < high for low, high in kinds[kind][:9]])
        assert recovered[at, :9].tolist() == (hidden & (every == every[0]).all(axis=0)).tolist()


def test_one_wrong_margin_among_thousands_is_found(kinds, large):
    _, cells, sums = large
    cells = list(cells)
    at = CELLS * 100
    cells[at + 9] = (cells[at + 9][0] + 1,) * 2
    with pytest.raises(Contradiction) as raised:
        bounds(cells, Equations.of(sums))
    assert set(raised.value.equations) <= set(range(6 * 100, 6 * 101))


def test_mending_finds_a_world(large):
    _, cells, sums = large
    terms = Equations.of(sums).terms
    ranges = np.array(cells, dtype=float)
    ranges[-3:, 1] = 5 * BLOCKS
    system = System(ranges, terms, np.zeros((terms.rows, 2)))
    world = mended(system, Surroundings(system))
    assert world is not None
    assert system.holds(world)


def test_neighbours_are_the_own_table_before_strangers(large):
    _, cells, sums = large
    terms = Equations.of(sums).terms
    system = System(np.array(cells, dtype=float), terms, np.zeros((terms.rows, 2)))
    near = Surroundings(system).near(CELLS * 7 + 4, CELLS)
    assert set(near.tolist()) == set(range(CELLS * 7, CELLS * 8))


def test_what_is_held_outside_counts(large):
    """A row cut in two keeps what its other columns add up to."""
    terms = Equations.of([(3, [0, 1, 2])]).terms
    system = System(np.array([(0.0, 9.0)] * 3 + [(0.0, 30.0)]), terms, np.zeros((1, 2)))
    outside = np.array([(0.0, 0.0), (0.0, 0.0), (2.0, 4.0), (10.0, 10.0)])
    part = within(system, np.array([0, 1]), outside)
    assert part.right.tolist() == [[6.0, 8.0]]
