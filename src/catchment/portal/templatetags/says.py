"""Filters and tags with which templates say things."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from catchment.portal import assets, clock
from catchment.words import codes, dates, numbers, statuses
from catchment.words.said import Said

register = template.Library()

# a moment is said by the day that it was where the network is
register.filter("day", dates.day, expects_localtime=True)
register.filter("short_day", dates.short_day, expects_localtime=True)
register.filter("whole", numbers.whole)
register.filter("x_of_y", numbers.x_of_y)
register.filter("share", numbers.share)
register.filter("percent", numbers.percent)
register.filter("fraction", numbers.fraction)
register.filter("left_out", numbers.left_out)
register.filter("teachers", statuses.teachers)
register.simple_tag(assets.url, name="asset")


@register.filter
def status_label(code: str) -> str:
    return str(statuses.LABELS[code])


@register.filter
def status_meaning(code: str) -> str:
    return str(statuses.MEANINGS[code])


@register.filter
def status_tone(code: str) -> str:
    return statuses.TONES[code]


@register.filter
def invented(names: list[str]) -> str:
    """What a demo invents, as a list in words."""
    return ", ".join(str(codes.INVENTED.get(name, name)) for name in names)


@register.filter
def unbroken(text: str) -> str:
    """The text with its signs kept beside their numbers at the end of a line: "33 % ± 1"."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%").replace(" ± ", "\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}")


@register.filter
def share_of(part: int, base: int) -> float:
    """A part as a number from 0 to 100, for the width of a bar."""
    return round(100 * part / base, 1) if base else 0.0


@register.simple_tag
def ago(when: date, release: Any) -> str:
    """How long before the page's today a day was."""
    return dates.ago(when, clock.today(release))


@register.inclusion_tag("parts/said.html")
def said(value: Said | None) -> dict[str, Said | None]:
    """A published value in its words; what is withheld links to why. None is an empty cell."""
    return {"said": value}


@register.inclusion_tag("parts/sort.html", takes_context=True)
def sort_link(context: template.Context, column: str, label: str, first: str = "") -> dict[str, Any]:
    """A column's heading that sorts by it, and turns the order round when it already does.

    `first` is "-" for columns that are most useful from the greatest down.
    """
    filters = context["filters"]
    current = filters.column == column
    query = context["request"].GET.copy()
    query.pop("page", None)
    turned = "" if filters.descending else "-"
    query["sort"] = f"{turned if current else first}{column}"
    arrow = ("descending" if filters.descending else "ascending") if current else ""
    return {"url": f"?{query.urlencode()}", "label": label, "sorted": arrow}


@register.simple_tag(takes_context=True)
def nav_exactly(context: template.Context, name: str) -> SafeString:
    """The same for a page below whose address others lie."""
    here = context["request"].path == reverse(name)
    return mark_safe('aria-current="page"' if here else "")  # noqa: S308  (one of two fixed texts)


@register.simple_tag(takes_context=True)
def nav_here(context: template.Context, name: str) -> SafeString:
    """Marks the link to the part of the site that is open."""
    here = context["request"].path.startswith(reverse(name))
    return mark_safe('aria-current="page"' if here else "")  # noqa: S308  (one of two fixed texts)
