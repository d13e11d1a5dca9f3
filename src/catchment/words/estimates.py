"""Estimates in words: always with their 95 % margin, and never a number where it is too uncertain."""

import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from catchment.words.numbers import whole
from catchment.words.said import ESTIMATES, Said, instead

LEAST_COUNT = 20
"""The release marks counts of a table itself; the sum of the gender table obeys the same rule here."""


def share(value: float | None, margin: float | None) -> Said:
    """ "33 % ± 1". The margin in whole points covers the release's own, rounding included."""
    if value is None or margin is None:
        return too_uncertain()
    points = 100 * value
    shown = math.floor(points + 0.5)
    reach = 100 * margin + abs(points - shown)
    # A float's last digit must not make 1 into 2.
    return Said(f"{shown} % ± {max(1, math.ceil(reach - 1e-9))}")


def count(estimate: int | None, margin: int | None, shown: bool) -> Said:
    """ "1,240 ± 9"; `shown` is the release's own word on whether the count is certain enough."""
    if estimate is None or margin is None or not shown:
        return too_uncertain()
    return Said(f"{whole(estimate)} ± {whole(margin)}")


def students(estimate: int | None, margin: int | None, courses: tuple[int, int] | None = None) -> Said:
    """ "about 1,240 ± 9": all students of a place, small groups included.

    Blank where no course has enough schools there. `courses`: how many of the place's courses the estimate
    covers, of how many.
    """
    if estimate is None:
        return no_unit()
    if estimate < LEAST_COUNT:
        return too_uncertain()
    said = _("about %(count)s") % {"count": count(estimate, margin, True).text}
    covered, active = courses or (0, 0)
    if covered == active:
        return Said(said)
    return Said(said, _("in %(n)s of %(of)s courses") % {"n": covered, "of": active}, ESTIMATES)


def of_all(row: Mapping[str, Any]) -> Said:
    """All students of a region in a course or in all, from its row of counts.

    Schools that are too few in a course are estimated with the nation only. It is said where that shows:
    where the estimate lies below the number that is shown, and not because of its noise.
    """
    estimate, margin = row.get("students_estimated"), row.get("students_margin")
    said = students(estimate, margin)
    if said.withheld or estimate + margin >= (row["students"] or 0):
        return said
    return Said(said.text, _("without schools that are too few to estimate"), ESTIMATES)


def no_unit() -> Said:
    """A place with too few active schools in every course: its students are counted with the region's."""
    return instead(_("too few schools for an estimate"), ESTIMATES)


def too_uncertain() -> Said:
    """In place of every estimate that the release's own rules call too uncertain."""
    return instead(_("too uncertain to show"), ESTIMATES)
