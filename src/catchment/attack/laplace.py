"""What sums of discrete Laplace noise look like, and how unlikely it is that some numbers are such noise.

One noise is the difference of two geometric waiting times, so a sum of k is the difference of two negative
binomials; that is how its chances are computed here. Every bound on a probability is Chernoff's: it is never
too small, whatever the truth behind the numbers.
"""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

Chances = NDArray[np.float64]

CONFIDENCE = 0.95
ROUNDING = 1e-9
"""How far two ways of computing one probability may differ."""


@cache
def size_of_sum(epsilon: float, cells: int) -> Chances:
    """Chances that a sum of `cells` noises is 0, ±1, ±2, …; what is left out is under 1e-12."""
    waits = _waiting(math.exp(-epsilon), cells)
    length = 2 ** math.ceil(math.log2(2 * len(waits)))
    # at lag s: the chance that one waiting time exceeds the other, independent one by s
    lags = np.fft.irfft(np.abs(np.fft.rfft(waits, length)) ** 2, length)[: len(waits)]
    chances = np.maximum(lags, 0) * 2
    chances[0] /= 2
    return chances / chances.sum()


def _waiting(ratio: float, times: int) -> Chances:
    """Chances of the sum of `times` geometric waiting times, around its mean."""
    mean, deviation = times * ratio / (1 - ratio), math.sqrt(times * ratio) / (1 - ratio)
    reach = 12 * deviation + 40 / (1 - ratio)
    waits = np.arange(max(0, math.floor(mean - reach)), math.ceil(mean + reach))
    steps = np.log(ratio * (times + waits[:-1]) / (waits[:-1] + 1))
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


@cache
def margin_between(epsilon: float, cells: int) -> tuple[int, int]:
    """The smallest m with 95 % of sums within ±m; a pair, because rounding may hide which of two it is."""
    within = np.cumsum(size_of_sum(epsilon, cells))
    least, most = np.searchsorted(within, [CONFIDENCE - ROUNDING, CONFIDENCE + ROUNDING])
    return int(least), int(most)


def log_chance_of_share(hits: int, trials: int, chance: float) -> float:
    """Log of a bound on seeing so many `hits`, or so few, where each of `trials` hits with `chance`."""
    if trials == 0:
        return 0.0
    seen = hits / trials
    return math.log(2) - trials * (_term(seen, chance) + _term(1 - seen, 1 - chance))


def log_chance_of_waits(total: int, trials: int, ratio: float) -> float:
    """Log of a bound on seeing so large, or so small, a sum of `trials` geometric waiting times."""
    if trials == 0:
        return 0.0
    seen, mean = total / trials, ratio / (1 - ratio)
    return math.log(2) - trials * (_term(seen, mean) - _term(1 + seen, 1 + mean))


def log_chance_of_sizes(sizes: NDArray[np.int64], epsilon: float, cells: int) -> float:
    """Log of a bound on seeing so large, or so small, a total of sizes of sums of `cells` noises."""
    if len(sizes) == 0:
        return 0.0
    chances = size_of_sum(epsilon, cells)
    tilts = np.concatenate([-np.geomspace(1e-4, 5, 60), np.geomspace(1e-4, epsilon / 2, 30)])
    growth = np.log(np.exp(np.outer(tilts, np.arange(len(chances)))) @ chances)
    return math.log(2) - float(np.max(tilts * sizes.sum() - len(sizes) * growth))


def chance_of_repeat(first: float, second: float) -> float:
    """The largest chance that two noises of these epsilons differ by any one number."""
    one, other = math.exp(-first), math.exp(-second)
    return (1 - one) * (1 - other) / (1 + one) / (1 + other) * (1 + one * other) / (1 - one * other)


def _term(seen: float, expected: float) -> float:
    return seen * math.log(seen / expected) if seen > 0 else 0.0
