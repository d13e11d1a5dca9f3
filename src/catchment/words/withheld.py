"""What is said where a number of students is withheld. Never a number."""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catchment.words.numbers import whole

SMALL = "small"


def students(count: int | None, code: str | None, groups_left_out: int, n: int) -> str:
    """A school's students as published: "64", "fewer than 10", "none shown", or a sum that leaves groups out.

    `code` is the release's `students_code`, None where the release has no row; `n` is the policy's threshold.
    """
    if code is None:
        return _("none shown")
    if code == SMALL:
        return _fewer_than(n)
    return total(count, groups_left_out) if count or groups_left_out else _("none shown")


def fewer_than(by_state: Mapping[str, int]) -> str:
    """Which groups are withheld: "fewer than 10", or by state "fewer than 10 (CA) or fewer than 20 (TN)"."""
    states: dict[int, list[str]] = defaultdict(list)
    for state, n in sorted(by_state.items()):
        states[n].append(state)
    if len(states) == 1:
        return _fewer_than(*states)
    return _(" or ").join(f"{_fewer_than(n)} ({', '.join(states[n])})" for n in sorted(states))


def _fewer_than(n: int) -> str:
    return _("fewer than %(n)s") % {"n": n}


def total(count: int | None, groups_left_out: int | None) -> str:
    """A sum of shown groups: "64", or "small groups only" where every group is too small to show."""
    if not count and groups_left_out:
        return _("small groups only")
    return whole(count or 0)


def beside(count: int | None, groups_left_out: int) -> str:
    """What stands under a sum that leaves groups out: "and 2 small groups"."""
    if not count or not groups_left_out:
        return ""
    words = ngettext("and %(count)s small group", "and %(count)s small groups", groups_left_out)
    return words % {"count": whole(groups_left_out)}
