"""The eight program-health statuses in words. A teacher is never called stuck or failing."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

LABELS = {
    "too_early": _("Not expected yet"),
    "no_class": _("No class online yet"),
    "class_forming": _("Class forming"),
    "teaching": _("Teaching"),
    "stalled": _("No recent online activity"),
    "completed": _("Completed"),
    "not_completed": _("Started, not completed"),
    "not_started": _("Not started"),
}
"""Every status code and what it is called, in the order in which a school year goes."""

MEANINGS = {
    "too_early": _("Nothing has begun, and it is too early in the year to expect it."),
    "no_class": _("No student has joined a class for this course this school year."),
    "class_forming": _("A class has its first students; fewer than five have started."),
    "teaching": _("At least five students have started, and the class was active in the last 28 class days."),
    "stalled": _("The class started, but has not been active online for more than 28 class days."),
    "completed": _("At least five students have completed the course."),
    "not_completed": _("The school year is over; the class started the course and did not complete it."),
    "not_started": _("The school year is over; fewer than five students started the course."),
}

TONES = {
    "too_early": "quiet",
    "no_class": "call",
    "class_forming": "near",
    "teaching": "good",
    "stalled": "call",
    "completed": "done",
    "not_completed": "quiet",
    "not_started": "quiet",
}
"""How strongly a status speaks; the style sheet gives each tone a colour and a shape."""


def teachers(count: int) -> str:
    """ "1 teacher", "86 teachers"."""
    return ngettext("%(count)s teacher", "%(count)s teachers", count) % {"count": f"{count:,}"}
