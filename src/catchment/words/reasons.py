"""Why somebody should call a teacher, in whole sentences made from the codes of a roster row."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catchment.words import dates

SPRING = "spring"

Row = Mapping[str, Any]


def why(row: Row, today: date) -> str:
    """The reason of a row that needs help."""
    reason = _REASONS[row["status"]](row, today)
    return f"{reason} {_('They teach another course.')}" if row["teaches_other_course"] else reason


def since(row: Row, today: date) -> str:
    """Since when: the last activity where a class has begun, else the training."""
    if row["last_activity_on"]:
        return _("Last active %(ago)s") % {"ago": dates.ago(row["last_activity_on"], today)}
    return _("Trained %(ago)s") % {"ago": dates.ago(row["trained_on"], today)}


def _no_class(row: Row, _today: date) -> str:
    if row["plan"] == SPRING:
        return _("Planned to start %(course)s in spring. No student has joined a class online yet.") % row
    return _("No student has joined a class for %(course)s this school year.") % row


def _class_forming(row: Row, _today: date) -> str:
    return (
        _("A class for %(course)s formed over two months ago; fewer than five students have started.") % row
    )


def _stalled(row: Row, _today: date) -> str:
    unit = row["furthest_unit_name"]
    last = {"course": row["course"], "day": dates.day(row["last_activity_on"]), "unit": unit}
    if unit:
        return _("The %(course)s class was last active online on %(day)s, in the unit %(unit)s.") % last
    return _("The %(course)s class was last active online on %(day)s.") % last


_REASONS = {"no_class": _no_class, "class_forming": _class_forming, "stalled": _stalled}
