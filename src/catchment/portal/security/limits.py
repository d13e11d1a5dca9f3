"""How much a request may bring. Refused before anything of it is read."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from catchment.portal import asked
from catchment.portal.environment import LOOPBACK
from catchment.portal.public import errors

NULL = "%00"
UTF_8 = re.compile(r'="?utf-?8"?\s*(;.*)?')
UNREADABLE = "catchment.unreadable"
LARGEST_REQUEST = 1024 * 1024
"""Bytes: a long form or a signed answer of single sign-on has a tenth of it."""


def plain(application: Callable[..., Any]) -> Callable[..., Any]:
    """A WSGI application that lets `SizeMiddleware` refuse a request in another alphabet than UTF-8.

    Django takes any that Python knows, some of which are none for texts, before a middleware is asked.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if not _in_utf_8(environ.get("CONTENT_TYPE", "").lower()):
            environ = {**environ, "CONTENT_TYPE": "", UNREADABLE: True}
        return application(environ, start_response)

    return answer


def _in_utf_8(said: str) -> bool:
    """Whether a type names no other alphabet, and no part of it is written in one (which has a star)."""
    _, named, rest = said.partition("charset")
    return "*" not in said and (not named or ("charset" not in rest and bool(UTF_8.fullmatch(rest))))


class SizeMiddleware:
    """413 for a request that says it is larger, 400 for one that does not say it in digits or in UTF-8.

    What comes without a length is not read at all: there is no body for the site then. An address with a
    null character is malformed, too: PostgreSQL takes none in a text. So is one with a port that is not ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        length = asked.whole(said)
        if UNREADABLE in request.META or (length is None and not said.isdecimal()):
            return errors.malformed(request)
        if NULL in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            return errors.malformed(request)
        if _leads_elsewhere(request):
            return errors.malformed(request)
        if length is None or length > LARGEST_REQUEST:
            return errors.too_large(request)
        return self.get_response(request)


def _leads_elsewhere(request: HttpRequest) -> bool:
    """Whether a letter's link would lead to a port of which no setting knows. On this machine any will do."""
    host, port = split_domain_port(request.get_host())
    return port not in ("", "443") and host not in LOOPBACK
