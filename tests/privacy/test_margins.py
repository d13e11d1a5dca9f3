"""Margins: exact for counts, wide enough for shares, and decided from noised values alone."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catchment.disclosure.estimates import draw
from catchment.disclosure.margins import (
    CONFIDENCE,
    LEAST_BASE,
    MOST_SHARE_MARGIN,
    Share,
    count_margin,
    noise_of_sum,
    share,
    shares,
)
from catchment.network.categories import COMPOSITION
from tests.privacy.chance import covers, pmf

DRAWS = 20_000
EPSILON = 0.5


def by_convolution(epsilon, cells):
    """The distribution of a sum, from the definition: its values run from -reach to reach."""
    reach = math.ceil(45 / epsilon)
    one = pmf(np.arange(-reach, reach + 1), epsilon)
    total = np.ones(1)
    for _ in range(cells):
        total = np.convolve(total, one)
    return total


@pytest.mark.parametrize("epsilon", [0.25, 0.5, 1.0])
@pytest.mark.parametrize("cells", [1, 2, 3, 5, 8])
def test_the_margin_is_the_smallest_that_holds_95_of_100(epsilon, cells):
    chances = by_convolution(epsilon, cells)
    middle = len(chances) // 2
    margin = count_margin(epsilon, cells)
    assert chances[middle - margin : middle + margin + 1].sum() >= CONFIDENCE
    assert chances[middle - margin + 1 : middle + margin].sum() < CONFIDENCE


@pytest.mark.parametrize("cells", [1, 4, 9])
def test_the_distribution_of_a_sum_is_that_of_the_convolution(cells):
    chances = by_convolution(EPSILON, cells)
    found = noise_of_sum(EPSILON, cells)
    middle = len(chances) // 2
    assert found[:60] == pytest.approx(chances[middle : middle + 60], abs=1e-12)
    assert found[-59:][::-1] == pytest.approx(found[1:60], abs=1e-12)
    assert found.sum() == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(("epsilon", "cells"), [(0.01, 1), (0.01, 50_000), (0.5, 1_000), (1.0, 100_000)])
def test_sums_of_many_are_normal_and_of_none_too_wide_to_compute(epsilon, cells):
    deviation = math.sqrt(2 * cells * math.exp(-epsilon)) / (1 - math.exp(-epsilon))
    expected = 1.96 if cells > 1 else -math.log(0.05) / math.sqrt(2)
    assert count_margin(epsilon, cells) / deviation == pytest.approx(expected, rel=0.01)


def sums(cells, seed):
    """Sums of the noise of `cells` cells, many times; seeded, so that a failure stays one."""
    random = np.random.default_rng(seed)
    halves = [random.negative_binomial(cells, 1 - math.exp(-EPSILON), DRAWS) for _ in range(2)]
    return halves[0] - halves[1]


@pytest.mark.parametrize("cells", [1, 3, 20, 400])
def test_sums_are_within_the_margin_in_95_of_100(cells):
    hits = int((np.abs(sums(cells, 1)) <= count_margin(EPSILON, cells)).sum())
    assert covers(hits, DRAWS, CONFIDENCE)
    assert not covers(hits, DRAWS, 0.98), "a margin that is much too wide is no 95 % margin"


def test_counts_that_were_really_drawn_are_within_it_too():
    noise = draw(np.zeros((DRAWS, 2), dtype=np.int64), EPSILON).sum(axis=1)
    assert covers(int((np.abs(noise) <= count_margin(EPSILON, 2)).sum()), DRAWS, CONFIDENCE)


@pytest.mark.parametrize(
    ("cells", "part", "rest"),
    [
        (1, 0, 120),
        (1, 3, 117),
        (1, 33, 87),
        (1, 60, 60),
        (1, 199, 1),
        (4, 80, 320),
        (30, 700, 1_300),
        (30, 2, 3_000),
    ],
)
def test_shares_are_within_the_margin_in_95_of_100(cells, part, rest):
    """Three reported categories beside the one; the noise of the base counts too."""
    margins = count_margin(EPSILON, cells), count_margin(EPSILON, 3 * cells)
    noised = zip((part + sums(cells, 2)).tolist(), (rest + sums(3 * cells, 3)).tolist(), strict=True)
    shown = [found for found in (share(*counts, *margins) for counts in noised) if found]
    truth = part / (part + rest)
    assert len(shown) > 0.95 * DRAWS
    assert covers(sum(abs(found.value - truth) <= found.margin for found in shown), len(shown), CONFIDENCE)


def test_a_share_is_shown_from_a_base_of_fifty_and_with_at_most_ten_points():
    assert share(25, 24, 0, 0) is None
    assert share(25, 25, 0, 0) == Share(0.5, 0.0)
    assert share(300, 700, 60, 60) is not None
    assert share(300, 700, 150, 150) is None
    assert share(30, 40, 60, 60) is None, "a base that its own margin reaches to zero says nothing"


def test_a_noised_part_below_zero_is_a_share_of_zero_with_the_margin_of_what_was_found():
    found = share(-10, 510, 20, 20)
    assert found is not None
    assert found.value == 0
    assert found.margin == pytest.approx(share(510, -10, 20, 20).margin)
    assert share(510, -10, 20, 20).value == 1


counts = st.integers(-50, 5_000)
widths = st.integers(0, 200)


@given(counts, counts, widths, widths)
def test_the_margin_reaches_to_the_shares_that_just_fit_both_counts(part, rest, part_margin, rest_margin):
    found = share(part, rest, part_margin, rest_margin)
    if found:
        base, value = part + rest, part / (part + rest)
        assert base >= LEAST_BASE
        assert 0 <= found.margin <= MOST_SHARE_MARGIN
        assert 0 <= found.value <= 1

        def misfit(p):
            return abs(part * (1 - p) - rest * p) - math.hypot((1 - p) * part_margin, p * rest_margin)

        ends = [misfit(value - found.margin), misfit(value + found.margin)]
        assert min(ends) >= -1e-6 * base, "both ends fit no better than just"
        assert max(ends) >= -1e-6 * base
        assert min(abs(end) for end in ends) <= 1e-6 * base, "one of them just fits"


@given(st.lists(st.integers(0, 400), min_size=5, max_size=5), st.integers(1, 5))
def test_the_shares_of_a_table_leave_out_who_did_not_report(estimates, units):
    table = dict(zip(COMPOSITION["gender"], estimates, strict=True))
    found = shares(table, EPSILON, units)
    assert "not_reported" not in found
    assert found == shares(table | {"not_reported": 9_999}, EPSILON, units)
    base = sum(estimates[:4])
    margins = count_margin(EPSILON, units), count_margin(EPSILON, 3 * units)
    for category in COMPOSITION["gender"][:4]:
        assert found.get(category) == share(table[category], base - table[category], *margins)


def test_the_base_of_gender_by_urg_has_both_answers():
    table = dict.fromkeys(COMPOSITION["gender_urg"], 0)
    table |= {"female:urg": 300, "male:not_urg": 700, "female:not_reported": 5_000, "not_reported:urg": 5_000}
    found = shares(table, EPSILON, 1)
    assert found["female:urg"].value == 0.3
    assert "female:not_reported" not in found
    assert "not_reported:urg" not in found
