"""Charts: one Vega-Lite specification each, shown as inline SVG with a sentence and a table beside it.

Two widths are drawn, because text in a picture that shrinks to a phone cannot be read.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import vl_convert

Spec = dict[str, Any]

INK, QUIET, LINE = "#14333d", "#565c65", "#dfe1e2"
DEEP, PALE, EARLIER = "#00687d", "#ccecf2", "#82b4c9"
"""Deep and earlier also differ in lightness, so that they can be told apart without colour."""
WIDE, NARROW = 560, 330

_CONFIG: Spec = {
    "background": None,
    "font": "Public Sans Web, Helvetica, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET,
        "labelFontSize": 13,
        "titleColor": QUIET,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": LINE,
        "ticks": False,
        "labelPadding": 8,
    },
    "text": {"fontSize": 13, "color": INK},
}


@dataclass(frozen=True)
class Chart:
    """What a page shows of a chart. `columns` and `rows` are its table; `svg_*` are ready for a page."""

    id: str
    title: str
    sentence: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    svg_wide: str
    svg_narrow: str


def chart(
    chart_id: str,
    *,
    title: str,
    sentence: str,
    note: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    spec: Callable[[int], Spec],
) -> Chart:
    """A chart drawn at both widths; `spec` takes the width in pixels."""
    return Chart(
        id=chart_id,
        title=title,
        sentence=sentence,
        note=note,
        columns=columns,
        rows=rows,
        svg_wide=draw(chart_id, title, sentence, spec(WIDE), WIDE),
        svg_narrow=draw(chart_id, title, sentence, spec(NARROW), NARROW),
    )


def draw(chart_id: str, title: str, sentence: str, spec: Spec, width: int) -> str:
    """The specification as SVG that a screen reader can name and a strict page can hold."""
    full = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": _CONFIG, **spec}
    full |= {"width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    picture = _svg(json.dumps(full, sort_keys=True))
    name = f"{chart_id}-{width}"
    head = (
        f'<svg role="img" aria-labelledby="{name}-title {name}-desc" class="chart__svg" '
        f'viewBox="{_view_box(picture)}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(sentence)}</desc>'
    )
    return head + _inner(picture)


@lru_cache(maxsize=512)
def _svg(spec: str) -> str:
    return vl_convert.vegalite_to_svg(spec)


def _view_box(picture: str) -> str:
    found = re.search(r'viewBox="([^"]+)"', picture)
    if found is None:
        raise ValueError("the drawing has no viewBox")
    return found.group(1)


def _inner(picture: str) -> str:
    """The drawing without its own frame, and without what would speak or style beside the page."""
    body = picture[picture.index(">", picture.index("<svg")) + 1 :]
    return re.sub(r'\s(?:style|role|aria-[a-z]+)="[^"]*"', "", body)
