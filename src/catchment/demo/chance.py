"""Chance with a seed: every part of the demo draws from a stream of its own."""

import zlib

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator called `name` of a seed.

    Named streams keep a change in one part (a new kind of signal) from reshuffling all the others.
    """
    return np.random.default_rng(np.random.SeedSequence([seed, zlib.crc32(name.encode())]))


def largest_remainder(total: int, weights: np.ndarray) -> np.ndarray:
    """`total` whole things shared out in proportion to `weights`; the parts add up to `total`."""
    exact = total * weights / weights.sum()
    parts = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[: total - parts.sum()]] += 1
    return parts
