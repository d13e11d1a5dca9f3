"""The ratchet: every difference between any two showings is 0 or at least n."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catchment.disclosure.ratchet import step


@pytest.mark.parametrize(
    ("shown", "students", "expected"),
    [
        ([], 0, None),
        ([], 9, None),
        ([], 10, 10),
        ([12], 12, 12),
        ([12], 21, 12),
        ([12], 22, 22),
        ([22], 12, 12),
        ([22], 13, 22),
        ([19], 9, 19),
        ([12], 0, 12),
        ([20, 31], 21, 31),
        ([20, 31], 20, 20),
        ([20, 31], 10, 10),
    ],
)
def test_step(shown, students, expected):
    assert step(shown, students, 10) == expected


@given(st.lists(st.integers(0, 80), min_size=1, max_size=8), st.integers(5, 20))
def test_no_two_showings_differ_by_less_than_n(truths, n):
    shown: list[int] = []
    for students in truths:
        now = step(shown, students, n)
        assert not shown or now is not None, "a shown count never disappears"
        if now is not None:
            assert now >= n
            shown = [*(value for value in shown if value != now), now]
    assert all(abs(first - second) >= n for first, second in combinations(shown, 2))
