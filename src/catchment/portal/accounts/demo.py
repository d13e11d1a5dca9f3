"""Signing in with one click: only for the demo, and only from this machine."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from catchment.portal import asked, server
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.models import DemoCard
from catchment.portal.tryout import plain

BACKEND = f"{AuthenticationBackend.__module__}.{AuthenticationBackend.__name__}"

FORWARDED = frozenset(
    f"HTTP_{name}"
    for name in ("FORWARDED", "VIA", "X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_REAL_IP")
)
"""What proxies add: one on this machine calls from it, for whoever calls the proxy."""


@opened_by(Rule.PUBLIC)
@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """The demo's people, each with a button."""
    only_here(request)
    people = DemoCard.objects.select_related("person")
    return render(
        request, "demo/cards.html", {"cards": people, "try_tables": plain.read(settings.CATCHMENT_TRY_TABLES)}
    )


@opened_by(Rule.PUBLIC)
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Become one of the demo's people."""
    only_here(request)
    number = asked.whole(request.POST.get("card", ""))
    card = get_object_or_404(DemoCard.objects.select_related("person"), pk=number)
    login(request, card.person, backend=BACKEND)
    UserSession.objects.create_from_request(request)
    return redirect("home")


def only_here(request: HttpRequest) -> None:
    """404 but for a demo, asked from this machine and by nobody who asks for others."""
    here = server.is_loopback(request.META.get("REMOTE_ADDR", ""))
    if not settings.CATCHMENT_DEMO or not here or not FORWARDED.isdisjoint(request.META):
        raise Http404
