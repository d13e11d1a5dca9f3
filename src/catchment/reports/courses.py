"""The chart of students by course: the running year above the whole of the year before."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catchment.reports import charts
from catchment.reports.charts import DEEP, EARLIER, PALE, Chart, Spec
from catchment.words import dates, numbers, withheld

Row = dict[str, Any]

DRAWN = 6
"""Courses in the picture; the table has all."""
COURSE_HEIGHT = 78
"""Pixels for a course's name and its two bars."""
BAR_HEIGHT = 16
LABEL_WIDTH = 185
"""Pixels that the longest label after a bar needs."""


def chart(rows: Sequence[Row], this_year: str, last_year: str) -> Chart:
    """Students by main course. `rows`: course, school_year, students, groups_left_out."""
    ordered = _most_first(rows, this_year)
    return charts.chart(
        "students-by-course",
        title=_("Students by course"),
        sentence=_sentence(ordered, this_year, last_year),
        note=_note(len(_names(ordered))),
        columns=(_("Course"), _("School year"), _("Students"), _("Small groups left out")),
        rows=tuple(_cells(row, this_year) for row in ordered),
        spec=lambda width: _spec(_bars(ordered, this_year, last_year), width, height(ordered)),
    )


def height(rows: Sequence[Row]) -> int:
    """Pixels from the top to the bottom of the drawing."""
    return COURSE_HEIGHT * min(DRAWN, max(1, len(_names(rows))))


def _most_first(rows: Sequence[Row], this_year: str) -> list[Row]:
    """Courses by their students of this year, and within a course the newest year first."""
    now = _students(rows, this_year)
    newest = sorted(rows, key=lambda row: row["school_year"], reverse=True)
    return sorted(newest, key=lambda row: (-now.get(row["course"], 0), row["course"]))


def _students(rows: Sequence[Row], label: str) -> dict[str, int]:
    return {row["course"]: row["students"] or 0 for row in rows if row["school_year"] == label}


def _names(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(row["course"] for row in rows))


def _cells(row: Row, this_year: str) -> tuple[str, ...]:
    left_out = row["groups_left_out"]
    said = withheld.total(row["students"], left_out).text
    return row["course"], dates.so_far(row["school_year"], this_year), said, numbers.whole(left_out)


def _note(courses: int) -> str:
    note = _("Bars show students in groups large enough to publish.")
    if courses <= DRAWN:
        return note
    more = ngettext(
        "%(n)s more course is in the table.", "%(n)s more courses are in the table.", courses - DRAWN
    )
    return f"{note} {more % {'n': courses - DRAWN}}"


def _sentence(rows: Sequence[Row], this_year: str, last_year: str) -> str:
    now, before = _students(rows, this_year), _students(rows, last_year)
    if not any(now.values()):
        return _("No course has a published number of students yet in %(year)s.") % {"year": this_year}
    course = max(now, key=lambda name: now[name])
    said = {"course": course, "now": numbers.whole(now[course]), "year": this_year, "last": last_year}
    if not before.get(course):
        return _("%(course)s is the main course of most students: %(now)s so far in %(year)s.") % said
    return _(
        "%(course)s is the main course of most students: %(now)s so far in %(year)s, "
        "after %(before)s in all of %(last)s."
    ) % {**said, "before": numbers.whole(before[course])}


def _bars(rows: Sequence[Row], this_year: str, last_year: str) -> list[Row]:
    """The drawing row by row: each course's name (no students), then a bar for either year it has."""
    found = {(row["course"], row["school_year"]): row for row in rows}
    drawn: list[Row] = []
    for place, course in enumerate(_names(rows)[:DRAWN]):
        top = place * COURSE_HEIGHT
        drawn.append({"label": course, "middle": top + 10, "students": None})
        for offset, label, fill, stroke in ((22, this_year, PALE, DEEP), (42, last_year, EARLIER, EARLIER)):
            row = found.get((course, label))
            if row is not None:
                look = {"fill": fill, "stroke": stroke, "label": _label(row, this_year)}
                drawn.append({**look, **_box(top + offset), "students": row["students"] or 0})
    return drawn


def _label(row: Row, this_year: str) -> str:
    said = withheld.total(row["students"], row["groups_left_out"]).text
    return f"{said} ({dates.so_far(row['school_year'], this_year)})"


def _box(top: int) -> dict[str, int]:
    return {"top": top, "bottom": top + BAR_HEIGHT, "middle": top + BAR_HEIGHT // 2}


def _spec(drawn: list[Row], width: int, height: int) -> Spec:
    bars = [row for row in drawn if row["students"] is not None]
    names = [row for row in drawn if row["students"] is None]
    longest = max((row["students"] for row in bars), default=0) or 1
    domain = [0, longest * width / (width - LABEL_WIDTH)]
    across = {"field": "students", "type": "quantitative", "axis": None, "scale": {"domain": domain}}
    text = {"text": {"field": "label"}, "y": _down("middle")}
    return {
        "height": height,
        "layer": [
            {
                "data": {"values": bars},
                "mark": {"type": "rect", "strokeWidth": 1.5},
                "encoding": _rect(across),
            },
            {
                "data": {"values": bars},
                "mark": {"type": "text", "align": "left", "dx": 7},
                "encoding": {**text, "x": across},
            },
            {
                "data": {"values": names},
                "mark": {"type": "text", "align": "left", "fontWeight": 600, "fontSize": 14},
                "encoding": {**text, "x": {"value": 0}},
            },
        ],
    }


def _rect(across: Spec) -> Spec:
    return {
        "x": across,
        "x2": {"datum": 0},
        "y": _down("top"),
        "y2": {"field": "bottom"},
        "fill": {"field": "fill", "type": "nominal", "scale": None},
        "stroke": {"field": "stroke", "type": "nominal", "scale": None},
    }


def _down(field: str) -> Spec:
    """A place in pixels from the top."""
    return {"field": field, "type": "quantitative", "axis": None, "scale": None}
