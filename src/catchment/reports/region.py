"""The charts of a region: students by course, and students over the school years."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from catchment.reports.charts import DEEP, EARLIER, NARROW, PALE, WIDE, Chart, Spec, draw
from catchment.words import dates, numbers

Row = dict[str, Any]

COURSE_HEIGHT = 78
"""Pixels for a course's name and its two bars."""
ROOM_FOR_LABEL = 1.55
"""How much longer the axis is than the longest bar, so that the label after it stays in the picture."""


def by_course(rows: Sequence[Row], this_year: str, last_year: str) -> Chart:
    """Students by course as their main course, the running year above the whole of the last."""
    shown = _most_first([{**row, "students": row["students"] or 0} for row in rows], this_year)
    title = _("Students by course")
    sentence = _course_sentence(shown, this_year, last_year)
    spec = _course_spec(shown, this_year, last_year)
    table = tuple(
        (
            row["course"],
            dates.so_far(row["school_year"], this_year),
            numbers.whole(row["students"]),
            _groups(row),
        )
        for row in shown
    )
    columns = (_("Course"), _("School year"), _("Students"), _("Small groups not counted"))
    return _chart("students-by-course", title, sentence, columns, table, spec)


def by_year(rows: Sequence[Row], this_year: str) -> Chart:
    """Students by school year; the running year is hollow."""
    shown = [{**row, "students": row["students"] or 0} for row in rows]
    title = _("Students by school year")
    sentence = _year_sentence(shown, this_year)
    table = tuple(
        (dates.so_far(row["school_year"], this_year), numbers.whole(row["students"]), _groups(row))
        for row in shown
    )
    columns = (_("School year"), _("Students"), _("Small groups not counted"))
    return _chart("students-by-year", title, sentence, columns, table, _year_spec(shown, this_year))


def _chart(
    name: str,
    title: str,
    sentence: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    spec: Spec,
) -> Chart:
    return Chart(
        id=name,
        title=title,
        sentence=sentence,
        note=_("Bars show students in groups large enough to publish."),
        columns=columns,
        rows=rows,
        svg_wide=draw(name, title, sentence, spec, WIDE),
        svg_narrow=draw(name, title, sentence, spec, NARROW),
    )


def _most_first(rows: list[Row], this_year: str) -> list[Row]:
    """Courses by their students of this year, and within a course the newest year first."""
    now = {row["course"]: row["students"] for row in rows if row["school_year"] == this_year}
    newest = sorted(rows, key=lambda row: row["school_year"], reverse=True)
    return sorted(newest, key=lambda row: (-now.get(row["course"], 0), row["course"]))


def _groups(row: Row) -> str:
    return numbers.whole(row["groups_left_out"] or 0)


def _course_sentence(rows: Sequence[Row], this_year: str, last_year: str) -> str:
    now = {row["course"]: row["students"] for row in rows if row["school_year"] == this_year}
    before = {row["course"]: row["students"] for row in rows if row["school_year"] == last_year}
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


def _year_sentence(rows: Sequence[Row], this_year: str) -> str:
    now = next((row["students"] for row in rows if row["school_year"] == this_year), 0)
    whole_years = [row for row in rows if row["school_year"] < this_year and row["students"]]
    if not whole_years:
        return _("%(now)s students so far in %(year)s, the first school year shown.") % {
            "now": numbers.whole(now),
            "year": this_year,
        }
    last = whole_years[-1]
    said = {
        "now": numbers.whole(now),
        "year": this_year,
        "share": f"{round(100 * now / last['students'])}%",
        "last": last["school_year"],
    }
    return _("%(now)s students so far in %(year)s: %(share)s of the number in all of %(last)s.") % said


def _course_spec(rows: Sequence[Row], this_year: str, last_year: str) -> Spec:
    values = _course_bars(rows, this_year, last_year)
    most = max([row["students"] for row in values if row["students"] is not None], default=0)
    across = {"type": "quantitative", "axis": None, "scale": {"domain": [0, max(1, most) * ROOM_FOR_LABEL]}}
    down = {"type": "quantitative", "axis": None, "scale": None}
    text = {"text": {"field": "label"}, "y": {**down, "field": "middle"}}
    bars = [row for row in values if row["students"] is not None]
    names = [row for row in values if row["students"] is None]
    return {
        "height": COURSE_HEIGHT * max(1, len(names)),
        "layer": [
            {
                "data": {"values": bars},
                "mark": {"type": "rect", "strokeWidth": 1.5},
                "encoding": {
                    "x": {**across, "field": "students"},
                    "x2": {"datum": 0},
                    "y": {**down, "field": "top"},
                    "y2": {"field": "bottom"},
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    "stroke": {"field": "stroke", "type": "nominal", "scale": None},
                },
            },
            {
                "data": {"values": bars},
                "mark": {"type": "text", "align": "left", "dx": 7},
                "encoding": {**text, "x": {**across, "field": "students"}},
            },
            {
                "data": {"values": names},
                "mark": {"type": "text", "align": "left", "fontWeight": 600, "fontSize": 14},
                "encoding": {**text, "x": {"value": 0}},
            },
        ],
    }


def _course_bars(rows: Sequence[Row], this_year: str, last_year: str) -> list[Row]:
    """The drawing row by row: each course's name (no students), then a bar for either year."""
    drawn: list[Row] = []
    for place, course in enumerate(dict.fromkeys(row["course"] for row in rows)):
        top = place * COURSE_HEIGHT
        drawn.append({"label": course, "middle": top + 10, "students": None})
        for offset, label, fill, stroke in ((22, this_year, PALE, DEEP), (42, last_year, EARLIER, EARLIER)):
            found = [r["students"] for r in rows if (r["course"], r["school_year"]) == (course, label)]
            if not found:
                continue
            students = sum(found)
            said = f"{numbers.whole(students)}  ({dates.so_far(label, this_year)})"
            box = {"top": top + offset, "bottom": top + offset + 16, "middle": top + offset + 8}
            drawn.append({**box, "label": said, "students": students, "fill": fill, "stroke": stroke})
    return drawn


def _year_spec(rows: Sequence[Row], this_year: str) -> Spec:
    values = [
        {
            "year": dates.so_far(row["school_year"], this_year),
            "order": row["school_year"],
            "students": row["students"],
            "label": numbers.whole(row["students"]),
            "running": row["school_year"] == this_year,
        }
        for row in rows
    ]
    hollow = {"condition": {"test": "datum.running", "value": PALE}, "value": DEEP}
    return {
        "data": {"values": values},
        "height": 220,
        "encoding": {
            "x": {
                "field": "year",
                "type": "nominal",
                "sort": {"field": "order"},
                "axis": {"title": None, "labelAngle": 0},
            },
            "y": {"field": "students", "type": "quantitative", "axis": None, "scale": {"zero": True}},
        },
        "layer": [
            {
                "mark": {"type": "bar", "width": {"band": 0.5}, "stroke": DEEP, "strokeWidth": 1.5},
                "encoding": {"fill": hollow},
            },
            {
                "mark": {"type": "text", "dy": -9, "fontWeight": 600},
                "encoding": {"text": {"field": "label"}},
            },
        ],
    }
