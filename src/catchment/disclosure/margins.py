"""How uncertain an estimate is, and which estimates are too uncertain to show.

Claim. A margin covers the truth in at least 95 of 100 draws, and says nothing about it.
Why it holds. Margins of counts are quantiles of the exact distribution of a sum of noises, which depends on
epsilon and the number of summed cells alone; margins of shares hold every share that fits the margins of
both its numbers. Whatever is decided here is decided from noised values. So among the shares that are just
certain enough, those that the noise made look so are covered less often; over all shown they are few.
Fails when broken: `tests/privacy/test_margins.py`, and the attack, which computes them again.
"""

import math
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from catchment.network.categories import is_reported

CONFIDENCE = 0.95
LEAST_COUNT = 20
"""A smaller estimate of a count is too uncertain to show."""
LEAST_BASE = 50
"""A share in a smaller estimated base is too uncertain to show."""
MOST_SHARE_MARGIN = 0.10
"""So is a share with a wider margin."""

_DEVIATIONS, _SCALES = 8, 40
"""Standard deviations, plus scales of one noise, that the computed distribution reaches to either side. A
sum of many noises has the tail of a normal distribution, one of few that of one noise: under 1e-12 is beyond.
"""


class Share(NamedTuple):
    """An estimated share from 0 to 1, and the 95 % margin to either side of it."""

    value: float
    margin: float


@cache
def count_margin(epsilon: float, cells: int) -> int:
    """The smallest m such that the noise of a sum of `cells` noised cells is within ±m in 95 % of draws."""
    chances = noise_of_sum(epsilon, cells)
    either_side = np.concatenate([chances[:1], 2 * chances[1 : len(chances) // 2]])
    return int(np.searchsorted(np.cumsum(either_side), CONFIDENCE))


def noise_of_sum(epsilon: float, cells: int) -> np.ndarray:
    """Probabilities of 0, 1, 2, … (negative values from the end) for a sum of discrete Laplace noises.

    The characteristic function of one noise is rational; that of a sum is its power, and an inverse Fourier
    transform turns it into probabilities.
    """
    ratio = math.exp(-epsilon)
    deviation = math.sqrt(2 * ratio * cells) / (1 - ratio)
    size = 2 ** math.ceil(math.log2(2 * (_DEVIATIONS * deviation + _SCALES / epsilon)))
    angles = 2 * np.pi * np.arange(size) / size
    one = 1 / (1 + 4 * ratio * (np.sin(angles / 2) / (1 - ratio)) ** 2)
    return np.fft.ifft(one**cells).real


def share(part: int, rest: int, part_margin: int, rest_margin: int) -> Share | None:
    """The share of `part` in `part` + `rest`, two noised counts with their margins; None if too uncertain.

    A share p fits the two counts if part·(1-p) - rest·p, whose true value is 0, is within its own margin,
    the root of the summed squares of (1-p)·part_margin and p·rest_margin. The margin reaches to the farther
    of the two shares that just fit (Fieller's interval), so the noise of the base is in it too.
    """
    base, parts, rests = part + rest, part_margin**2, rest_margin**2
    square = base**2 - parts - rests
    if base < LEAST_BASE or square <= 0:
        return None
    # the two shares that just fit lie `reach` to either side of one that lies `shift` beside part / base
    shift = abs(part * rests - rest * parts) / base
    reach = math.sqrt(parts * rest**2 + rests * part**2 - parts * rests)
    margin = (shift + reach) / square
    if margin > MOST_SHARE_MARGIN:
        return None
    return Share(min(max(part / base, 0.0), 1.0), margin)


def shares(estimates: Mapping[str, int], epsilon: float, units: int) -> dict[str, Share]:
    """The shares that are certain enough, by category, of one composition table summed over `units`.

    `estimates` has every category of the table; what is not reported is in no base and has no share.
    """
    reported = {category: count for category, count in estimates.items() if is_reported(category)}
    base = sum(reported.values())
    margins = count_margin(epsilon, units), count_margin(epsilon, units * (len(reported) - 1))
    found = {category: share(count, base - count, *margins) for category, count in reported.items()}
    return {category: share for category, share in found.items() if share}
