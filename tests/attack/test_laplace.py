"""The attack's own mathematics of noise, against draws of OpenDP and against counting by hand."""

import math
from itertools import product

import numpy as np
import pytest

from catchment.attack import laplace
from catchment.disclosure import estimates

FEW = range(-40, 41)


def by_hand(epsilon, cells):
    """Chances of |sum| by convolving one noise with itself."""
    ratio = math.exp(-epsilon)
    one = np.array([(1 - ratio) / (1 + ratio) * ratio ** abs(value) for value in FEW])
    total = one
    for _ in range(cells - 1):
        total = np.convolve(total, one)
    middle = len(total) // 2
    return np.concatenate([total[middle : middle + 1], 2 * total[middle + 1 :]])


@pytest.mark.parametrize(("epsilon", "cells"), [*product((0.5, 1.0), (1, 2, 5, 14))])
def test_sums_of_noise_have_the_chances_that_counting_gives(epsilon, cells):
    chances, known = laplace.size_of_sum(epsilon, cells), by_hand(epsilon, cells)
    size = min(len(chances), len(known))
    assert np.allclose(chances[:size], known[:size], atol=1e-7)


@pytest.mark.parametrize("cells", [1, 7, 150, 20_000])
def test_margins_cover_what_they_promise(cells):
    least, most = laplace.margin_between(0.5, cells)
    within = np.cumsum(laplace.size_of_sum(0.5, cells))
    assert least == most
    assert within[least] >= 0.95 > within[least - 1]


@pytest.mark.parametrize("cells", [10_000, 100_000])
def test_margins_of_many_are_those_of_a_normal_distribution(cells):
    deviation = math.sqrt(2 * math.exp(-0.5) * cells) / (1 - math.exp(-0.5))
    assert laplace.margin_between(0.5, cells)[0] == pytest.approx(1.96 * deviation, rel=0.01)


def log_chances(counts, epsilon=0.5):
    drawn = estimates.draw(np.array(counts), epsilon)
    low = -drawn[drawn <= 0]
    ratio = math.exp(-epsilon)
    return (
        laplace.log_chance_of_share(int((low == 0).sum()), len(low), 1 - ratio),
        laplace.log_chance_of_waits(int(low.sum()), len(low), ratio),
    )


@pytest.mark.parametrize("counts", [[0] * 2000, [0, 1, 2, 3, 40] * 400, [1] * 2000])
def test_true_noise_raises_no_alarm_whatever_the_truth(counts):
    """A bound of one in a thousand would be passed once in a thousand draws; the attack's is a billionth."""
    assert min(log_chances(counts)) > math.log(1e-9)


def test_true_noise_of_twins_raises_no_alarm():
    sums = estimates.draw(np.zeros(4 * 500, np.int64), 0.5).reshape(500, 4).sum(axis=1)
    assert laplace.log_chance_of_sizes(np.abs(sums), 0.5, 4) > math.log(1e-9)


@pytest.mark.parametrize("epsilon", [0.25, 1.0])
def test_another_epsilon_raises_the_alarm(epsilon):
    sums = estimates.draw(np.zeros(4 * 500, np.int64), epsilon).reshape(500, 4).sum(axis=1)
    assert laplace.log_chance_of_sizes(np.abs(sums), 0.5, 4) < math.log(1e-9)
    assert min(log_chances([0] * 2000, epsilon)) > math.log(1e-9)


@pytest.mark.parametrize(("hits", "trials", "chance"), [(3, 30, 0.4), (28, 30, 0.4), (0, 12, 0.3)])
def test_bounds_on_shares_are_never_below_the_truth(hits, trials, chance):
    """The exact chance of a share as far from what is expected, or farther, on the same side."""
    far = range(hits + 1) if hits < chance * trials else range(hits, trials + 1)
    exact = sum(math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in far)
    assert exact <= math.exp(laplace.log_chance_of_share(hits, trials, chance))


def test_bounds_on_waiting_times_are_never_below_the_truth():
    """Ten waiting times that are all 0: the exact chance is (1 - ratio) to the tenth."""
    ratio = math.exp(-0.5)
    assert 10 * math.log(1 - ratio) <= laplace.log_chance_of_waits(0, 10, ratio)


def test_nothing_to_look_at_is_no_evidence():
    empty = np.array([], np.int64)
    assert laplace.log_chance_of_share(0, 0, 0.4) == 0
    assert laplace.log_chance_of_waits(0, 0, 0.6) == 0
    assert laplace.log_chance_of_sizes(empty, 0.5, 4) == 0


@pytest.mark.parametrize(("first", "second"), [(0.5, 0.5), (0.25, 1.0)])
def test_two_draws_agree_as_often_as_counting_gives(first, second):
    ratios = math.exp(-first), math.exp(-second)
    chances = [
        [(1 - ratio) / (1 + ratio) * ratio ** abs(value) for value in range(-200, 201)] for ratio in ratios
    ]
    assert laplace.chance_of_repeat(first, second) == pytest.approx(np.dot(*chances))
