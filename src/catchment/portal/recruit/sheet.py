"""The list of schools as a file: the rows of the page, all of them, in the page's own words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from catchment.portal.recruit.said import Row
from catchment.reports.sheets import Cell, Sheet
from catchment.words import numbers


def of(rows: Iterable[Row]) -> Sheet:
    """The list with its columns in the page's order."""
    columns = (
        _("School"),
        _("NCES id"),
        _("City"),
        _("State"),
        _("District"),
        _("Grades"),
        _("Locale"),
        _("Enrollment"),
        _("Free or reduced lunch"),
        _("Over the years"),
        _("Students"),
        _("Female, all courses"),
    )
    return Sheet(_("Schools of the region"), columns, tuple(_cells(row) for row in rows))


def _cells(row: Row) -> tuple[Cell, ...]:
    return (
        row["name"],
        row["school_id"],
        row["city"] or "",
        row["state"] or "",
        row["district_name"] or "",
        f"{row['bands']} {row['grades']}".strip(),
        row["locale_words"],
        _("not known") if row["enrolled"] is None else row["enrolled"],
        numbers.fraction(row["frl_share"]),
        row["activity_words"],
        row["students_said"],
        row["female_said"] or "",
    )
