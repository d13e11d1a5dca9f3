"""The statistical tests of this folder can fail: what is not quite the stated noise does not pass them."""

import numpy as np
import pytest

from tests.privacy.chance import covers, fits_laplace

DRAWS = 60_000


def noise(epsilon, seed=1):
    random = np.random.default_rng(seed)
    return random.geometric(1 - np.exp(-epsilon), DRAWS) - random.geometric(1 - np.exp(-epsilon), DRAWS)


@pytest.mark.parametrize("epsilon", [0.1, 0.5, 1.0])
def test_the_stated_noise_passes(epsilon):
    assert fits_laplace(noise(epsilon), epsilon)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("none", np.zeros(DRAWS, dtype=int)),
        ("a little less", noise(0.55)),
        ("a little more", noise(0.45)),
        ("of a normal distribution", np.rint(np.random.default_rng(2).normal(0, 2.78, DRAWS)).astype(int)),
        ("rounded to even numbers", noise(0.5) // 2 * 2),
        ("never negative", np.abs(noise(0.5))),
        ("clipped", np.clip(noise(0.5), -8, 8)),
        ("one cell in twenty without", np.where(np.arange(DRAWS) % 20, noise(0.5), 0)),
        ("shifted in one of ten", noise(0.5) + (np.arange(DRAWS) % 10 == 0)),
    ],
)
def test_other_noise_does_not(name, other):
    assert not fits_laplace(other, 0.5), name


def test_coverage_is_told_from_a_point_or_two_less():
    assert covers(95_000, 100_000, 0.95)
    assert covers(94_800, 100_000, 0.95)
    assert not covers(94_000, 100_000, 0.95)
    assert not covers(0, 100, 0.95)
