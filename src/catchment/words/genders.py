"""The one gender breakdown a year at a school, in words: a number with its base, or what its code says."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catchment.words import dates
from catchment.words.numbers import share, whole
from catchment.words.said import CENSUS, GENDER, Said, instead

EXACT, LOW, HIGH, FEW = "exact", "low", "high", "few"


def female(row: Mapping[str, Any], n: int, census: date | None = None) -> Said:
    """How many of those who reported a gender are female: "45 of 120 (38 %)", "10 or fewer of 45", …

    `row` has `gender_base`, `female` and `female_code` of a school's row over all courses; `n` is the
    threshold of the school's state. `census` is the day of the school year's breakdown, None where the page
    says that day elsewhere.
    """
    code = row["female_code"]
    if not code:
        return not_yet(census) if census else instead(_("not yet"), CENSUS)
    if code == EXACT:
        return Said(share(row["female"], row["gender_base"]))
    if code == FEW and row["gender_base"] > 2 * n:
        return instead(_("no breakdown, because of public figures"), GENDER)
    return instead(_CODES[code](whole(n), whole(row["gender_base"])), GENDER)


def not_yet(census: date) -> Said:
    """Before the day on which the year's breakdown is made."""
    said = _("not yet: the year's breakdown is made on %(day)s")
    return instead(said % {"day": dates.day_of_year(census)}, CENSUS)


def _low(n: str, base: str) -> str:
    return _("%(n)s or fewer of %(base)s") % {"n": n, "base": base}


def _high(n: str, base: str) -> str:
    return _("all but %(n)s or fewer of %(base)s") % {"n": n, "base": base}


def _few(n: str, base: str) -> str:
    return _("too few to break down")


_CODES = {LOW: _low, HIGH: _high, FEW: _few}
