"""How much a request may bring. Refused before anything of it is read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from catchment.portal import asked
from catchment.portal.public import errors

NULL = "%00"
LARGEST_REQUEST = 1024 * 1024
"""Bytes: a long form or a signed answer of single sign-on has a tenth of it."""


class SizeMiddleware:
    """413 for a request that says it is larger, 400 for one that does not say it in digits.

    What comes without a length is not read at all: there is no body for the site then. An address with a
    null character is malformed, too: PostgreSQL takes none in a text.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        length = asked.whole(said)
        if length is None and not said.isdecimal():
            return errors.malformed(request)
        if NULL in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            return errors.malformed(request)
        if length is None or length > LARGEST_REQUEST:
            return errors.too_large(request)
        return self.get_response(request)
