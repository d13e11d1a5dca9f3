"""The noise of the estimated layer: discrete Laplace on every cell, drawn once.

Claim. A table of noised counts is epsilon-differentially private for adding or removing a student, and
makes no value of any group impossible.
Why it holds. A student is in exactly one cell of a table, so one student changes one cell by one; every
cell is noised, empty ones too; the noise is OpenDP's, whose own privacy map is asked, and has no bound. All
that follows (levels, margins, what is shown) is computed from the noised integers.
Fails when broken: `tests/privacy/test_noise.py` and `tests/privacy/test_neighbours.py`.
"""

import math

import numpy as np
import opendp.prelude as dp
from numpy.typing import NDArray

# OpenDP asks its users to say that they accept components without a formal proof of their code.
dp.enable_features("contrib")

Counts = NDArray[np.int64]


def draw(counts: Counts, epsilon: float) -> Counts:
    """`counts`, any shape, with independent discrete Laplace noise of scale 1/`epsilon` on each cell.

    Every call draws anew, so the result must be kept and counted against the budget.
    """
    if counts.dtype != np.int64:
        raise TypeError(f"counts must be int64, not {counts.dtype}")
    measurement = laplace(epsilon)
    return np.array(measurement(counts.ravel().tolist()), dtype=np.int64).reshape(counts.shape)


def laplace(epsilon: float) -> dp.Measurement:
    """OpenDP's measurement with the smallest scale that its privacy map says keeps `epsilon`."""
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    scale = 1 / epsilon
    measurement = dp.m.make_laplace(*space, scale=scale)
    # 1 / epsilon is rounded, at times down, which would spend a hair more than epsilon
    while not measurement.check(1, epsilon):
        scale = math.nextafter(scale, math.inf)
        measurement = dp.m.make_laplace(*space, scale=scale)
    return measurement
