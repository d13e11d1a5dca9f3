"""How days and spans are said."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def day(when: date | None) -> str:
    """ "March 14, 2026"; blank stays blank."""
    return date_format(when, "F j, Y") if when else ""


def short_day(when: date | None) -> str:
    """ "Mar 14, 2026"."""
    return date_format(when, "M j, Y") if when else ""


def day_of_year(when: date) -> str:
    """ "March 14", where the year goes without saying."""
    return date_format(when, "F j")


def ago(when: date, today: date) -> str:
    """How long ago, in the unit in which one would say it."""
    days = (today - when).days
    if days < 1:
        return _("today")
    if days < 14:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if days < 26 * 7:
        return ngettext("%(n)s week ago", "%(n)s weeks ago", days // 7) % {"n": days // 7}
    months = int(days / 30.44)
    if months >= 24:
        return ngettext("%(n)s year ago", "%(n)s years ago", months // 12) % {"n": months // 12}
    return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}


def so_far(label: str, running: str) -> str:
    """A year's label, marked while the year still runs: "2025-26 so far"."""
    return _("%(year)s so far") % {"year": label} if label == running else label
