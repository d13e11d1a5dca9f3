"""How long a session lasts: an hour after the last page, and a working day at most.

A browser that somebody left open in a school's office must not be theirs for ever. Whoever is at work reads a
page an hour; whoever signs in at eight signs in once that day.
"""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

IDLE = 3600
LONGEST = 12 * 3600
WRITTEN_EVERY = 60
"""Seconds. A session is not written anew for every page, but for one a minute."""
_BEGAN, _SEEN = "began", "seen"


class SessionMiddleware:
    """Ends a session that is over before anything is asked of it, and has browsers forget what they kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _go_on_or_end(request)
        response = self.get_response(request)
        if getattr(request, "session_ended", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _go_on_or_end(request: HttpRequest) -> None:
    if left(request) < 0:
        logout(request)
    elif time.time() - request.session[_SEEN] > WRITTEN_EVERY and not _only_asks(request):
        request.session[_SEEN] = time.time()


def left(request: HttpRequest) -> int:
    """The seconds that are left of a session; under 0 where it is over."""
    now, session = time.time(), request.session
    return int(min(session.get(_BEGAN, 0) + LONGEST - now, session.get(_SEEN, 0) + IDLE - now))


def _only_asks(request: HttpRequest) -> bool:
    """An open page that asks by itself how long it may stay is nobody at work."""
    return request.method == "GET" and request.path == reverse("session")


@receiver(user_logged_in)
def begin(request: HttpRequest | None, **_: Any) -> None:
    if request is not None:
        request.session[_BEGAN] = request.session[_SEEN] = time.time()


@receiver(user_logged_out)
def ended(request: HttpRequest | None, **_: Any) -> None:
    if request is not None:
        request.session_ended = True
