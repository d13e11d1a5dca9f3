"""Watches every page that any test opens: nothing inline or from elsewhere, every script with its nonce."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from lxml import html

DATA = ("application/json", "application/ld+json")
FRAMES = ("iframe", "frame", "object", "embed", "applet", "base", "style")
FETCHED = {"src", "srcset", "poster", "background", "data", "action", "formaction"}


class WatchMiddleware:
    """Raises where a page breaks the rules, so that the test that opened it fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            found = list(faults(response.content, getattr(request, "_csp_nonce", None)))
            if found:
                raise AssertionError(f"{request.path}: {found}")
        return response


def faults(page: bytes, nonce: str | None) -> Iterator[str]:
    """What the page's own policy would refuse, and what would reach another machine."""
    if not page.strip():
        return
    for element in html.fromstring(page).iter():
        if isinstance(element.tag, str):
            yield from _of_tag(element, nonce)
            yield from _of_attributes(element)


def _of_tag(element: html.HtmlElement, nonce: str | None) -> Iterator[str]:
    if element.tag in FRAMES:
        yield f"<{element.tag}>"
    if element.tag != "script" or element.get("type") in DATA:
        return
    if (element.text or "").strip():
        yield "an inline script"
    if not nonce or element.get("nonce") != nonce:
        yield f"a script without the nonce: {element.get('src')}"


def _of_attributes(element: html.HtmlElement) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name.startswith(("on", "hx-on")) or name == "style":
            yield f"{name} on <{element.tag}>"
        if value.strip().lower().startswith("javascript:"):
            yield f"javascript: in {name}"
        if (name in FETCHED or (name == "href" and element.tag == "link")) and _elsewhere(value):
            yield f"<{element.tag}> asks for {value}"


def _elsewhere(address: str) -> bool:
    return address.strip().lower().startswith(("http:", "https:", "//"))
