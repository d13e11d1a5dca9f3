"""Categories of the composition of students, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catchment.network.categories import NOT_REPORTED

GENDERS = {
    "female": gettext_lazy("Female"),
    "male": gettext_lazy("Male"),
    "nonbinary": gettext_lazy("Nonbinary"),
    "another": gettext_lazy("Another gender"),
    NOT_REPORTED: gettext_lazy("Gender not reported"),
}
RACES = {
    "hispanic": gettext_lazy("Hispanic or Latino"),
    "two_or_more": gettext_lazy("Two or more races"),
    "american_indian": gettext_lazy("American Indian or Alaska Native"),
    "asian": gettext_lazy("Asian"),
    "black": gettext_lazy("Black or African American"),
    "hawaiian": gettext_lazy("Native Hawaiian or Pacific Islander"),
    "white": gettext_lazy("White"),
    "other": gettext_lazy("Another race"),
    NOT_REPORTED: gettext_lazy("Race not reported"),
}
URG = {
    "urg": gettext_lazy("underrepresented group"),
    "not_urg": gettext_lazy("other groups"),
    NOT_REPORTED: gettext_lazy("race not reported"),
}
TRAINED = {
    "trained": gettext_lazy("trained teacher"),
    "not_trained": gettext_lazy("other teacher"),
}
_SECOND = {"gender_urg": URG, "gender_trained": TRAINED}


def category(family: str, code: str) -> str:
    """A category of a composition table: "Female", "Asian", "Female, underrepresented group"."""
    if family == "race":
        return str(RACES[code])
    gender, _colon, second = code.partition(":")
    if family == "gender":
        return str(GENDERS[gender])
    return _("%(gender)s, %(second)s") % {
        "gender": GENDERS[gender],
        "second": _SECOND[family][second],
    }
