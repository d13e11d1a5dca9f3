"""What draws spend, and that nobody can spend more than the ceiling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catchment.disclosure import budget
from catchment.network.categories import COMPOSITION
from catchment.network.errors import PromiseFailed
from catchment.network.policy import EPSILON_CEILING


def test_a_draw_spends_epsilon_once_for_each_table():
    assert len(COMPOSITION) == 4
    assert budget.spent([]) == 0
    assert budget.spent([0.5]) == 2
    assert budget.spent([0.5, 0.25]) == 3


@pytest.mark.parametrize(
    ("draws", "epsilon"),
    [([], 1.0), ([0.5], 0.5), ([0.25, 0.25, 0.25], 0.25), ([0.1] * 9, 0.1), ([0.33, 0.56], 0.11)],
)
def test_the_ceiling_may_be_reached(draws, epsilon):
    budget.check("2025-26", draws, epsilon)


@pytest.mark.parametrize(
    ("draws", "epsilon"),
    [([1.0], 0.01), ([0.5, 0.5], 0.5), ([0.5], 0.51), ([0.1] * 10, 0.1), ([], 1.01)],
)
def test_a_draw_past_the_ceiling_is_refused(draws, epsilon):
    with pytest.raises(PromiseFailed, match="2025-26"):
        budget.check("2025-26", draws, epsilon)


def test_the_refusal_says_what_is_spent_and_what_was_asked():
    with pytest.raises(PromiseFailed) as refused:
        budget.check("2025-26", [0.5, 0.25], 0.5)
    assert str(refused.value) == (
        "the estimates of 2025-26 cannot be drawn again: 3 of a privacy budget of 4 is spent, "
        "and a draw at epsilon_per_table 0.5 spends 2"
    )


def test_the_first_draw_fits_at_every_epsilon_that_a_policy_may_have():
    assert budget.spent([EPSILON_CEILING]) == budget.CEILING


@given(st.lists(st.floats(0.01, 1.0), max_size=500))
def test_however_often_it_is_tried_no_year_spends_more_than_the_ceiling(wishes):
    draws = []
    for epsilon in wishes:
        try:
            budget.check("2025-26", draws, epsilon)
        except PromiseFailed:
            continue
        draws.append(epsilon)
    assert budget.spent(draws) <= budget.CEILING


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_draws_in_hundredths_may_spend_the_last_hundredth(hundredths):
    """0.1 has no exact binary form: rounding must not forbid what the decimals allow."""
    draws = []
    for part in hundredths:
        if sum(draws) + part <= 100:
            budget.check("2025-26", [other / 100 for other in draws], part / 100)
            draws.append(part)
    left = 100 - sum(draws)
    if left:
        budget.check("2025-26", [part / 100 for part in draws], left / 100)
