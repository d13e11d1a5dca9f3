"""Benchmarks: what the cohorts of several partners reach together, for everybody to compare with.

Claim. A benchmark tells no partner about the teachers of one other partner, nor about a handful of them.
Why it holds. It covers teachers who share only, pools at least 3 partners, and takes in a partner only if at
least n of its teachers share; so a partner that takes its own cohort off is left with two others at least.
Fails when broken: `tests/unit/disclosure/test_benchmarks.py`, and the attack, which pools the shelves itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from catchment.disclosure.cohorts import Cohort, Figures

LEAST_PARTNERS = 3

METRICS: dict[str, Callable[[Figures], int]] = {
    "implementation_rate": lambda figures: figures.started,
    "completion_rate": lambda figures: figures.completed,
    "workshop_retention_rate": lambda figures: figures.workshop_retained,
}
"""How many of a cohort's sharing teachers count towards each metric."""


class Benchmark(NamedTuple):
    """A share, from 0 to 1, of the sharing teachers of `partners` partners."""

    metric_id: str
    training_year: str
    course_id: str
    school_year: str
    partners: int
    value: float


def benchmarks(cohorts: Mapping[Cohort, Figures], n: int) -> list[Benchmark]:
    """Every benchmark that may be shown, sorted; `n` is the fewest sharing teachers of a partner in it."""
    pools: dict[tuple[str, str, str], list[Figures]] = defaultdict(list)
    for cohort, found in cohorts.items():
        if found.sharing >= n:
            pools[cohort[1:]].append(found)
    large = {place: pool for place, pool in pools.items() if len(pool) >= LEAST_PARTNERS}
    return sorted(
        Benchmark(metric_id, *place, len(pool), _pooled(pool, counted))
        for metric_id, counted in METRICS.items()
        for place, pool in large.items()
    )


def _pooled(pool: Iterable[Figures], counted: Callable[[Figures], int]) -> float:
    return sum(counted(found) for found in pool) / sum(found.sharing for found in pool)
