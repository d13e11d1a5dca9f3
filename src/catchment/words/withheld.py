"""What is said of exact numbers of students. Where one is withheld it is said in words, never as a number."""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _

from catchment.words.numbers import left_out, whole
from catchment.words.said import SMALL_GROUPS, Said, instead

SMALL = "small"


def students(count: int | None, code: str | None, groups_left_out: int, n: int) -> Said:
    """A school's students: "64", "fewer than 10", "none shown", or a sum that says what it leaves out.

    `code` is the release's `students_code`, None where the release has no row; `n` is the policy's threshold.
    """
    if code is None:
        return none_shown()
    if code == SMALL:
        return instead(_fewer_than(n), SMALL_GROUPS)
    return total(count, groups_left_out) if count or groups_left_out else none_shown()


def none_shown() -> Said:
    """Where a release has no row: there may be no class, or naming it would give a small one away."""
    return Said(_("none shown"), withheld=True)


def fewer_than(by_state: Mapping[str, int]) -> str:
    """Which groups are withheld: "fewer than 10", or by state "fewer than 10 (CA) or fewer than 20 (TN)"."""
    states: dict[int, list[str]] = defaultdict(list)
    for state, n in sorted(by_state.items()):
        states[n].append(state)
    if len(states) == 1:
        return _fewer_than(*states)
    return _(" or ").join(f"{_fewer_than(n)} ({', '.join(states[n])})" for n in sorted(states))


def _fewer_than(n: int) -> str:
    return _("fewer than %(n)s") % {"n": whole(n)}


def total(count: int | None, groups_left_out: int | None) -> Said:
    """A sum of shown groups, with what it leaves out; "too few to show" where every group is small."""
    said = left_out(groups_left_out or 0)
    if not count and groups_left_out:
        return instead(_("too few to show"), SMALL_GROUPS, said)
    return Said(whole(count or 0), said, SMALL_GROUPS if said else "", number=count or 0)
