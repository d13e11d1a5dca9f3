"""Bars of estimated shares: a name, below it a bar with its margin, or words where it is too uncertain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catchment.reports.charts import DEEP, EARLIER, INK, QUIET, Spec

ROW_HEIGHT = 52
"""Pixels for a name and its bar."""
BAR_HEIGHT = 14
LABEL_WIDTH = 110
"""Pixels that "100 % ± 10" needs after a bar."""


@dataclass(frozen=True)
class Bar:
    """A share from 0 to 1 with its margin, both None where there is no bar; `label` is said beside it."""

    name: str
    label: str
    share: float | None = None
    margin: float | None = None


def spec(bars: Sequence[Bar], width: int) -> Spec:
    """The drawing at a width in pixels, one row a bar."""
    known = [_placed(bar, place) for place, bar in enumerate(bars) if bar.share is not None]
    unknown = [_titled(bar, place) for place, bar in enumerate(bars) if bar.share is None]
    scale = _scale(known, width)
    words = {"type": "text", "align": "left"}
    heading = {**words, "fontWeight": 600, "color": INK}
    quiet = {**words, "color": QUIET, "fontStyle": "italic"}
    return {
        "height": ROW_HEIGHT * max(1, len(bars)),
        "layer": [
            _layer(known, {"type": "rect", "fill": EARLIER}, _rectangle(scale)),
            _layer(known, {"type": "rule", "stroke": DEEP, "strokeWidth": 2.5}, _whisker(scale)),
            _layer(known, {**words, "dx": 8}, _text("label", "middle", _across("most", scale))),
            _layer(unknown, quiet, _text("label", "middle", {"value": 0})),
            _layer([*known, *unknown], heading, _text("name", "head", {"value": 0})),
        ],
    }


def _titled(bar: Bar, place: int) -> dict[str, Any]:
    top = place * ROW_HEIGHT
    return {"name": bar.name, "label": bar.label, "head": top + 10, "middle": top + 22 + BAR_HEIGHT // 2}


def _placed(bar: Bar, place: int) -> dict[str, Any]:
    share, margin, top = bar.share or 0.0, bar.margin or 0.0, place * ROW_HEIGHT + 22
    ends = {"least": max(0.0, share - margin), "most": min(1.0, share + margin)}
    return {**_titled(bar, place), **ends, "share": share, "top": top, "bottom": top + BAR_HEIGHT}


def _scale(known: Sequence[dict[str, Any]], width: int) -> Spec:
    """From nothing to the farthest margin, with room for a label behind it."""
    farthest = max((row["most"] for row in known), default=0.0) or 1.0
    return {"domain": [0, farthest * width / (width - LABEL_WIDTH)]}


def _layer(rows: list[dict[str, Any]], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _rectangle(scale: Spec) -> Spec:
    ends = {"y": _down("top"), "y2": {"field": "bottom"}}
    return {"x": _across("share", scale), "x2": {"datum": 0}, **ends}


def _whisker(scale: Spec) -> Spec:
    """The margin, drawn over the end of its bar."""
    return {"x": _across("least", scale), "x2": {"field": "most"}, "y": _down("middle")}


def _text(field: str, down: str, across: Spec) -> Spec:
    return {"text": {"field": field}, "x": across, "y": _down(down)}


def _across(field: str, scale: Spec) -> Spec:
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _down(field: str) -> Spec:
    """A place in pixels from the top."""
    return {"field": field, "type": "quantitative", "axis": None, "scale": None}
