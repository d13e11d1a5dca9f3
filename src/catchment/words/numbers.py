"""How counts and shares are said: always with their base, and never as a percent of a few."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PERCENT_FROM = 20
"""A share of fewer than this many is said as "5 of 8" only."""


def whole(number: int) -> str:
    """A count: "12,345"."""
    return f"{number:,}"


def x_of_y(part: int, base: int) -> str:
    """ "86 of 100"."""
    return _("%(part)s of %(base)s") % {"part": whole(part), "base": whole(base)}


def percent(part: int, base: int) -> str:
    """ "86 %", or nothing where the base is under 20."""
    return f"{round(100 * part / base)} %" if base >= PERCENT_FROM else ""


def share(part: int, base: int) -> str:
    """ "86 of 100 (86 %)", "5 of 8"."""
    shown = percent(part, base)
    return f"{x_of_y(part, base)} ({shown})" if shown else x_of_y(part, base)


def fraction(value: float | None) -> str:
    """A published share such as 0.53 as "53 %"; a blank one as "not known"."""
    return _("not known") if value is None else f"{round(100 * value)} %"


def left_out(groups: int) -> str:
    """What goes with every sum of shown groups: "3 small groups are left out"; empty where none is."""
    if not groups:
        return ""
    words = ngettext("%(count)s small group is left out", "%(count)s small groups are left out", groups)
    return words % {"count": whole(groups)}
