"""Every cell gets the stated noise: its distribution, its independence, and what it promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catchment.disclosure.estimates import draw, laplace
from tests.privacy.chance import fits, fits_laplace, pmf

DRAWS = 60_000
EPSILONS = [0.25, 0.5, 1.0]


@pytest.mark.parametrize("epsilon", EPSILONS)
def test_noise_has_the_stated_distribution(epsilon):
    truth = np.arange(DRAWS, dtype=np.int64) % 5_000
    assert fits_laplace(draw(truth, epsilon) - truth, epsilon)


@pytest.mark.parametrize("count", [0, 9])
def test_the_noise_of_a_cell_does_not_depend_on_its_count(count):
    """An empty cell least of all: if it stayed zero, a zero would tell that nobody is there."""
    truth = np.full(DRAWS, count, dtype=np.int64)
    assert fits_laplace(draw(truth, 0.5) - truth, 0.5)


def test_the_noise_of_one_cell_tells_nothing_of_the_next():
    """Signs of neighbours in rows and in columns, against those of independent noises."""
    noise = np.sign(draw(np.zeros((300, 200), dtype=np.int64), 0.5)) + 1
    zero = float(pmf(np.array([0]), 0.5)[0])
    one = np.array([(1 - zero) / 2, zero, (1 - zero) / 2])
    for first, second in ((noise[:, ::2], noise[:, 1::2]), (noise[::2], noise[1::2])):
        pairs = np.bincount((3 * first + second).ravel(), minlength=9)
        assert fits(pairs, np.outer(one, one).ravel() * pairs.sum())


def test_two_draws_of_the_same_counts_are_two_noises():
    truth = np.zeros(DRAWS, dtype=np.int64)
    first, second = draw(truth, 0.5), draw(truth, 0.5)
    agree = np.bincount((first == second).astype(int), minlength=2)
    by_chance = float((pmf(np.arange(-200, 201), 0.5) ** 2).sum())
    assert fits(agree, [DRAWS * (1 - by_chance), DRAWS * by_chance])


@pytest.mark.parametrize("epsilon", [0.01, 0.1, 0.25, 0.3, 1 / 3, 0.5, 0.7, 1.0])
def test_opendp_accounts_for_exactly_the_epsilon(epsilon):
    """Its privacy map rounds outward: it must neither pass epsilon nor waste a thousandth of it."""
    assert laplace(epsilon).check(1, epsilon)
    assert not laplace(epsilon).check(1, epsilon * 0.999)


@pytest.mark.parametrize("epsilon", [0.01, 0.5, 1.0])
def test_one_student_more_changes_no_chance_by_more_than_a_factor_of_e_to_the_epsilon(epsilon):
    """And no chance is ever zero: unbounded support is what makes no value impossible."""
    outputs = np.arange(-400, 401)
    chances = [pmf(outputs - truth, epsilon) for truth in (0, 1, 2)]
    assert all((chance > 0).all() for chance in chances)
    one, two = (np.log(chances[k] / chances[0]) for k in (1, 2))
    assert np.abs(one).max() == pytest.approx(epsilon)
    assert np.abs(two).max() == pytest.approx(2 * epsilon)


@given(st.lists(st.integers(0, 10**6), max_size=12), st.integers(1, 3))
def test_a_draw_has_the_shape_of_its_counts(counts, columns):
    truth = (
        np.array(counts * columns, dtype=np.int64).reshape(-1, columns) if counts else np.zeros((0, 5), int)
    )
    noised = draw(truth, 0.5)
    assert noised.shape == truth.shape
    assert noised.dtype == np.int64


def test_counts_that_are_not_whole_are_refused():
    with pytest.raises(TypeError, match="must be int64"):
        draw(np.array([1.5]), 0.5)
