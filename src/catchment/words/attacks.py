"""The checks of an attack on a release, in words for everybody."""

from django.utils.translation import gettext_lazy as _

CHECKS = {
    "from_shape": _("Is anything in the files that should not be there?"),
    "from_other_files": _("Is every file the one that was reviewed?"),
    "policy": _("Are the rules strict enough?"),
    "read_off": _("Can a hidden number be read off?"),
    "from_enrolment": _("Does enrollment give a hidden number away?"),
    "from_totals": _("Does subtracting from totals find one?"),
    "from_differences": _("Does comparing with all older releases find one?"),
    "from_teacher_rows": _("Do teachers' rows give one away?"),
}


def check(name: str) -> str:
    """What a check tries; its own name where there are no words for it."""
    return str(CHECKS.get(name, name.replace("_", " ").capitalize()))
