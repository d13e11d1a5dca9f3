"""The privacy budget: what the estimates of a school year have spent, and that no draw spends more.

Claim. All draws of a school year together spend at most `CEILING` on a student.
Why it holds. A student is in one cell of each of the tables of a draw, so a draw spends `TABLES` times
epsilon; draws add up, and one that would pass the ceiling is refused before any noise is drawn.
Fails when broken: `tests/privacy/test_budget.py`, and the attack, which adds up the ledger itself.
"""

from collections.abc import Iterable
from math import fsum

from catchment.network.categories import COMPOSITION
from catchment.network.errors import PromiseFailed

CEILING = 4.0
"""The most that all draws of a school year may spend, for adding or removing one student."""
TABLES = len(COMPOSITION)


def spent(draws: Iterable[float]) -> float:
    """What the draws of a school year spent, given the epsilon per table of each."""
    return TABLES * fsum(draws)


def check(school_year: str, draws: Iterable[float], epsilon: float) -> None:
    """PromiseFailed if one more draw at `epsilon` per table would pass the ceiling after earlier `draws`."""
    earlier = list(draws)
    # summed at once: fsum of 0.33, 0.56 and 0.11 is 1, while adding them one by one passes it
    if spent([*earlier, epsilon]) > CEILING:
        raise PromiseFailed(
            f"the estimates of {school_year} cannot be drawn again: {spent(earlier):g} of a privacy "
            f"budget of {CEILING:g} is spent, and a draw at epsilon_per_table {epsilon:g} "
            f"spends {spent([epsilon]):g}"
        )
