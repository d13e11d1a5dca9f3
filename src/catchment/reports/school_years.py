"""The chart of students over the school years; the running year is hollow."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from catchment.reports import charts
from catchment.reports.charts import DEEP, PALE, Chart, Spec
from catchment.words import dates, numbers, withheld

Row = dict[str, Any]

HEIGHT = 280
"""Pixels of the bars where nothing stands beside them, as on a phone."""
LOWEST = 180
BELOW = 26
"""Pixels for the labels below the bars."""


def chart(rows: Sequence[Row], this_year: str, beside: int) -> Chart:
    """Students by school year. `rows`: school_year, students, groups_left_out, the oldest first.

    `beside`: pixels of the drawing that stands beside the wide one; the two end on one line.
    """
    heights = {charts.WIDE: max(LOWEST, beside - BELOW), charts.NARROW: HEIGHT}
    return charts.chart(
        "students-by-year",
        title=_("Students by school year"),
        sentence=_sentence(rows, this_year),
        note=_("Bars show students in groups large enough to publish."),
        columns=(_("School year"), _("Students"), _("Small groups left out")),
        rows=tuple(_cells(row, this_year) for row in rows),
        spec=lambda width: _spec(rows, this_year, heights[width]),
    )


def _cells(row: Row, this_year: str) -> tuple[str, ...]:
    left_out = row["groups_left_out"]
    said = withheld.total(row["students"], left_out).text
    return dates.so_far(row["school_year"], this_year), said, numbers.whole(left_out)


def _sentence(rows: Sequence[Row], this_year: str) -> str:
    now = next((row["students"] or 0 for row in rows if row["school_year"] == this_year), 0)
    finished = [row for row in rows if row["school_year"] < this_year and row["students"]]
    said = {"now": numbers.whole(now), "year": this_year}
    if not finished:
        return _("%(now)s students so far in %(year)s, the first school year shown.") % said
    last = finished[-1]
    said |= {"before": numbers.whole(last["students"]), "last": last["school_year"]}
    if now > last["students"]:
        return (
            _("%(now)s students so far in %(year)s: already more than in all of %(last)s (%(before)s).")
            % said
        )
    return _("%(now)s students so far in %(year)s, after %(before)s in all of %(last)s.") % said


def _spec(rows: Sequence[Row], this_year: str, height: int) -> Spec:
    hollow = {"condition": {"test": "datum.running", "value": PALE}, "value": DEEP}
    bar = {"type": "bar", "width": {"band": 0.5}, "stroke": DEEP, "strokeWidth": 1.5}
    across = {
        "field": "year",
        "type": "nominal",
        "sort": {"field": "order"},
        "axis": {"title": None, "labelAngle": 0},
    }
    up = {"field": "students", "type": "quantitative", "axis": None, "scale": {"zero": True}}
    return {
        "data": {"values": [_bar(row, this_year) for row in rows]},
        "height": height,
        "encoding": {"x": across, "y": up},
        "layer": [
            {"mark": bar, "encoding": {"fill": hollow}},
            {
                "mark": {"type": "text", "dy": -9, "fontWeight": 600},
                "encoding": {"text": {"field": "label"}},
            },
        ],
    }


def _bar(row: Row, this_year: str) -> Row:
    return {
        "year": dates.so_far(row["school_year"], this_year),
        "order": row["school_year"],
        "students": row["students"] or 0,
        "label": withheld.total(row["students"], row["groups_left_out"]).text,
        "running": row["school_year"] == this_year,
    }
