"""How many worlds a test run enumerated; the summary of the run says it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

World = TypeVar("World")
ENUMERATED: Counter[str] = Counter()
"""Worlds by the network they belong to."""


def tallied(network: str, worlds: Iterable[World]) -> Iterator[World]:
    """`worlds`, counted under `network` while they are taken."""
    for world in worlds:
        ENUMERATED[network] += 1
        yield world
