"""How a school, district or area stands over the years, in words: from new to never active."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "new": _("New this year"),
    "retained": _("Active again"),
    "returned": _("Back after a break"),
    "lapsed_this_year": _("Not active yet this year"),
    "lapsed": _("Active in earlier years"),
    "never": _("Never active"),
}
"""Every status code in words. A quiet place is not called lost: the year may still bring a class."""


def label(code: str | None) -> str:
    """The words for a status; a blank one (a place without a row that year) was never active."""
    return str(LABELS[code or "never"])
