"""An attack on a release, in words for everybody: what it asked, and what it could not work out."""

from django.utils.translation import gettext_lazy as _

CHECKS = {
    "from_shape": _("Is anything in the files that should not be there?"),
    "from_other_files": _("Is every file the one that was reviewed?"),
    "manifest": _("Does the list of contents give anything away?"),
    "policy": _("Are the rules strict enough?"),
    "ledger": _("Is the record of everything ever published complete?"),
    "cells": _("Does every group stand there once?"),
    "public_facts": _("Are the public facts the same everywhere?"),
    "read_off": _("Can a hidden number be read off?"),
    "from_enrolment": _("Does enrollment give one away?"),
    "from_totals": _("Does taking away from totals give one?"),
    "from_enrolled_sums": _("Is enrollment added up over the schools that are named, and no others?"),
    "from_groups": _("Does adding up groups of schools give one, or an aim?"),
    "from_differences": _("Does comparing with older releases give one?"),
    "dates": _("Was every year counted on its day?"),
    "thresholds": _("Does every code mean what it meant on its day?"),
    "closed_years": _("Do closed years stay as they were?"),
    "genders": _("Is gender at schools coded as the rules say?"),
    "statuses": _("Do the words about past years follow from what is shown?"),
    "budget": _("Was no more told about anybody than a year allows?"),
    "units": _("Are estimates made for groups of schools that are large enough?"),
    "estimates": _("Do estimates add up, and stay as they were?"),
    "margins": _("Is every margin wide enough?"),
    "noise": _("Is the random amount really in every estimate?"),
    "benchmarks": _("Are enough partners in every comparison?"),
    "from_teacher_rows": _("Do teachers' rows say what they may not?"),
    "from_teacher_years": _("Do their words about past years follow from their rows?"),
    "directories": _("Are facts about schools and districts the public ones?"),
    "order": _("Does the order of rows tell anything?"),
    "worlds": _("How many values could every hidden number still have?"),
}
KINDS = {
    "flagged": _("small groups"),
    "coded": _("numbers of girls said as “so many or fewer”"),
    "held": _("numbers that wait for their next step"),
    "unreported": _("schools whose other courses are not mentioned"),
}
"""Kinds of withheld values."""


def check(name: str) -> str:
    """What a check asks; its own name where there are no words for it."""
    return str(CHECKS.get(name, name.replace("_", " ").capitalize()))


def kind(name: str) -> str:
    """A kind of withheld values; its own name where there are no words for it."""
    return str(KINDS.get(name, name.replace("_", " ")))
