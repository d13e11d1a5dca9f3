"""Codes of the release in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

BANDS = {"elementary": _("Elementary"), "middle": _("Middle"), "high": _("High")}

LOCALES = {
    11: _("City, large"),
    12: _("City, midsize"),
    13: _("City, small"),
    21: _("Suburb, large"),
    22: _("Suburb, midsize"),
    23: _("Suburb, small"),
    31: _("Town, fringe"),
    32: _("Town, distant"),
    33: _("Town, remote"),
    41: _("Rural, fringe"),
    42: _("Rural, distant"),
    43: _("Rural, remote"),
}
LOCALE_GROUPS = {"1": _("City"), "2": _("Suburb"), "3": _("Town"), "4": _("Rural")}
"""The first digit of an NCES locale."""

SOURCES = {
    "activity": _("Student activity"),
    "attendance": _("Workshop attendance"),
    "consents": _("Consents"),
    "enrollments": _("Workshop enrollments"),
    "schools": _("Schools (NCES)"),
    "school_enrollment": _("School enrollment (NCES)"),
    "sections": _("Classes"),
    "section_students": _("Class lists"),
    "teachers": _("Teacher accounts"),
    "workshops": _("Workshops"),
}

INVENTED = {
    "enrollment": _("school enrollment"),
    "enrollment_by_sex": _("school enrollment by sex"),
    "activity": _("student activity"),
    "people": _("people"),
    "teachers": _("teachers"),
    "students": _("students"),
    "workshops": _("workshops"),
}


SECTIONS = {
    "domain 3": _("Activity"),
    "domain 4": _("Completing a course"),
    "domain 5": _("Teachers and cohorts"),
    "domain 7": _("Facts about schools"),
    "domain 8": _("Schools over the years"),
    "domain 12": _("Counts and rosters"),
    "disclosure 2": _("What is left out"),
    "disclosure 8": _("Who shares"),
}


def section(reference: str) -> str:
    """The heading under which a metric's definition stands, from where the specification defines it."""
    return str(SECTIONS.get(reference.split(",")[0], _("More")))


def locale(code: int | None) -> str:
    """An NCES locale code in words; "not known" where blank."""
    return str(LOCALES.get(code, _("not known")))


def bands(school: Mapping[str, Any]) -> str:
    """The grade bands a school has: "Middle, High"."""
    return ", ".join(str(words) for band, words in BANDS.items() if school.get(band))


def grades(low: str | None, high: str | None) -> str:
    """ "9-12", with the short names of the first grades kept as NCES writes them."""
    if not low or not high:
        return ""
    first, last = low.lstrip("0") or low, high.lstrip("0") or high
    return first if first == last else f"{first}–{last}"


def place(name: str | None) -> str:
    """A town as people write it; some sources give it in capitals."""
    return (name.title() if name.isupper() else name) if name else ""


def source(table: str) -> str:
    """What a source table holds; its own name where there are no words for it."""
    return str(SOURCES.get(table, table.replace("_", " ").capitalize()))
