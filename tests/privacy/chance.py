"""Statistical tests with a stated error rate, without a statistics library.

A test here fails on correct code with at most `ERROR_RATE`; whatever is off by more than its bound fails
nearly always. Both bounds hold for every sample size.
"""

import math
from collections.abc import Sequence

import numpy as np

ERROR_RATE = 1e-6

_MOST_TAIL = 20
"""Expected observations per bin, below which the chi-square distribution is no good approximation."""


def pmf(values: np.ndarray, epsilon: float) -> np.ndarray:
    """Probabilities of the discrete Laplace distribution of scale 1/epsilon, from its definition."""
    ratio = math.exp(-epsilon)
    return (1 - ratio) / (1 + ratio) * ratio ** np.abs(values)


def fits_laplace(noise: np.ndarray, epsilon: float) -> bool:
    """Whether a sample looks drawn from the discrete Laplace distribution, by a chi-square test."""
    reach = _reach(len(noise), epsilon)
    values = np.arange(-reach, reach + 1)
    inside = pmf(values, epsilon)
    tail = (1 - inside.sum()) / 2
    expected = np.concatenate([[tail], inside, [tail]]) * len(noise)
    observed = np.bincount(np.clip(noise, -reach - 1, reach + 1) + reach + 1, minlength=2 * reach + 3)
    return fits(observed, expected)


def fits(observed: Sequence[int], expected: Sequence[float]) -> bool:
    """Pearson's test. A chi-square of k degrees exceeds k + 2·sqrt(k·x) + 2x with chance exp(-x) at most."""
    gaps = (np.asarray(observed) - np.asarray(expected)) ** 2 / np.asarray(expected)
    degrees, x = len(gaps) - 1, -math.log(ERROR_RATE)
    return bool(gaps.sum() <= degrees + 2 * math.sqrt(degrees * x) + 2 * x)


def covers(hits: int, draws: int, promised: float) -> bool:
    """Whether `hits` of `draws` are compatible with a chance of at least `promised` (Chernoff's bound)."""
    rate = hits / draws
    if rate >= promised:
        return True
    surprise = _divergence(rate, promised)
    return draws * surprise <= -math.log(ERROR_RATE)


def _divergence(rate: float, promised: float) -> float:
    missed = (1 - rate) * math.log((1 - rate) / (1 - promised))
    return missed + (rate * math.log(rate / promised) if rate else 0.0)


def _reach(draws: int, epsilon: float) -> int:
    """The farthest value that still has enough expected observations for a bin of its own."""
    reach = 0
    while pmf(np.array([reach + 1]), epsilon)[0] * draws >= _MOST_TAIL:
        reach += 1
    return reach
