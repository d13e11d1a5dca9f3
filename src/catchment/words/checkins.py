"""The answers to a check-in: as a teacher gives them, and as their partner reads them."""

from django.utils.translation import gettext_lazy as _

ANSWERS = {
    "teaching": _("I am teaching it"),
    "starts_in_spring": _("I start in spring"),
    "teaching_elsewhere": _("I teach it offline, or on another platform"),
    "not_assigned": _("I am not assigned to teach it this year"),
    "need_help": _("I need help"),
}
"""Every answer of the contract, in the order in which a teacher reads them."""

SAID = {
    "teaching": _("Says they are teaching"),
    "starts_in_spring": _("Says they start in spring"),
    "teaching_elsewhere": _("Says they teach offline or elsewhere"),
    "not_assigned": _("Says they are not assigned this year"),
    "need_help": _("Asked for help"),
}
