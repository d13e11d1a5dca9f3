"""The ratchet: how a published count may move from release to release.

Claim. No difference of one group between any two releases is smaller than n, except 0 and the first showing.
Why it holds. A shown count moves only when the truth is at least n away from every value shown before (or
is one of them again), never to a value under n, and stays shown for the year; until a group has n students
it stays flagged. Comparing with the last value alone would let 20, 31, 21 show that one more is there than
at first.
Fails when broken: `tests/unit/disclosure/test_ratchet.py`, and the attack on a release with its history.
"""

from collections.abc import Sequence


def step(shown: Sequence[int], students: int, n: int) -> int | None:
    """The count to show now, or None for a flag. `shown` are all values shown before, oldest first."""
    if students >= n and all(students == value or abs(students - value) >= n for value in shown):
        return students
    return shown[-1] if shown else None
