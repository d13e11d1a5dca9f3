"""What everybody gets for every address by every method, beside what they should get."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.tenancy.actors import LOOKING, Actor

OWN, COLLEAGUES, FOREIGN, MISSING = "own", "a colleague's", "foreign", "missing"
KINDS = (OWN, COLLEAGUES, FOREIGN, MISSING)
ONLY = "no object"
METHODS = ("GET", "HTMX", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
LEADS = ("/agreement/", "/account/")
"""Where a person is led whose state is missing."""
BROWSERS = ("GET", "HTMX", "POST")
"""What browsers send."""
READING = frozenset({"GET", "HTMX", "HEAD", "OPTIONS"})

ALLOWED, SIGN_IN, THE_404, LED, ONLY_LOOKING, NO_METHOD = (
    "allowed",
    "sign in first",
    "the same 404",
    "led to what is missing",
    "only looking",
    "no such method",
)
OVER = "a page that says that the link is over"
EITHER = "what reading it gives, or no such method"
"""HEAD and OPTIONS of a page that can be read, and what else Django's class views answer and its decorators
refuse."""


@dataclass(frozen=True)
class Example:
    """One object in an address (`kwargs`) or in a form (`data`)."""

    kwargs: dict[str, object] = field(default_factory=dict)
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Who opens an address by which methods, and who finds which of the example objects.

    `who` opens it at all. `finds`: by kind of object, who finds it; whoever else opens the page gets the same
    404 for that kind. A kind that is not named is found by nobody; a page without objects by all who open it.
    A method's name before a kind says it for that method alone.
    `guarded` pages ask for states; `loose` ones are Django's own, which take some unusual methods too. Of
    `over` ones the links of letters lead here: one that is no longer good says so, whatever it was.
    """

    who: tuple[str, ...]
    methods: tuple[str, ...] = ("GET",)
    examples: dict[str, Example] = field(default_factory=lambda: {ONLY: Example()})
    finds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    guarded: bool = True
    while_looking: bool = False
    loose: bool = False
    over: bool = False

    def objects(self, method: str) -> list[tuple[str, Example]]:
        """The objects to ask for. What only a form names is none for who reads; unusual methods get one."""
        some = list(self.examples.items())
        in_address = any(example.kwargs for _kind, example in some)
        if method not in BROWSERS:
            return some[:1] if in_address else [(ONLY, some[0][1])]
        return some if method == "POST" or in_address else [(ONLY, some[0][1])]


def expected(page: Page, actor: str, method: str, kind: str) -> str:
    """What somebody should get; in the order in which the site asks."""
    if actor == "nobody" and "nobody" not in page.who:
        return SIGN_IN
    if actor not in page.who:
        return THE_404
    if actor in LOOKING and method not in READING and not page.while_looking:
        return ONLY_LOOKING
    if page.guarded and actor in ("unaccepted", "no_factor"):
        return LED
    if (method in ("HEAD", "OPTIONS") and "GET" in page.methods) or (page.loose and method not in BROWSERS):
        return EITHER
    if method not in page.methods and not (method == "HTMX" and "GET" in page.methods):
        return NO_METHOD
    others = page.finds.get(kind, page.who if kind == ONLY else ())
    found = actor in page.finds.get(f"{method} {kind}", others)
    return ALLOWED if found else OVER if page.over else THE_404


def got(actor: Actor, name: str, page: Page, method: str, example: Example, the_404: str) -> tuple[str, str]:
    """What somebody gets, in the words of `expected`, and the whole text of the answer.

    Whatever the request changed, the browser's cookies included, is undone.
    """
    address = reverse(name, kwargs=example.kwargs)
    verb, headers = ("GET", {"HX-Request": "true"}) if method == "HTMX" else (method, {})
    cookies = deepcopy(actor.client.cookies)
    with transaction.atomic():
        answer = _ask(actor, verb, address, example.data, headers)
        text = _text(answer)
        transaction.set_rollback(True)
    actor.client.cookies = cookies
    return _verdict(answer, text, the_404, guarded=page.guarded), text


def canonical_404(actor: Actor) -> str:
    """What somebody gets for an address that is none."""
    return plain(_text(actor.client.get("/no/such/page/")))


def plain(text: str) -> str:
    """The text without what differs from one answer to the next for everybody."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", text)
    return re.sub(r'nonce="[^"]*"', "", text)


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern)


def _ask(actor: Actor, verb: str, address: str, data: dict, headers: dict) -> HttpResponse:
    if verb == "POST":
        return actor.client.post(address, data, headers=headers)
    return actor.client.generic(verb, address, headers=headers)


def _text(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", errors="replace")


def _verdict(answer: HttpResponse, text: str, the_404: str, *, guarded: bool) -> str:
    to = answer.headers.get("Location") or answer.headers.get("HX-Redirect") or ""
    if answer.status_code == 410:
        return OVER
    if answer.status_code == 404:
        # What answers HEAD has no text.
        return THE_404 if plain(text) in (the_404, "") else OVER
    if to.startswith("/sign-in/?next="):
        return SIGN_IN
    if guarded and to.partition("?")[0] in LEADS:
        return LED
    if answer.status_code == 403:
        return ONLY_LOOKING if "Nothing was changed" in text else "403"
    return {405: NO_METHOD, 500: "broken"}.get(answer.status_code, ALLOWED)
