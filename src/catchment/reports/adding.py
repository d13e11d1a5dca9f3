"""Adding up noised counts that are drawn independently."""

import math
from collections.abc import Iterable, Mapping
from typing import Any


def added(cells: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """The sum of the cells' `estimate` and a margin that covers it in at least 95 of 100 draws.

    The noises are independent, so variances add up, and a sum has thinner tails than its parts: the root of
    the summed squares of the 95 % margins is a little wider than the 95 % margin of the sum.
    """
    rows = list(cells)
    return sum(row["estimate"] for row in rows), math.ceil(math.hypot(*(row["margin"] for row in rows)))
