from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from catchment.portal import audit
from catchment.portal.accounts import access, in_which_state, scope, visit
from catchment.portal.accounts.access import Answer, Rule
from catchment.portal.public import errors
from catchment.release.reader import NoRelease

View = Callable[..., HttpResponse]
GUARDED = frozenset({Rule.PARTNER, Rule.STAFF})
"""Pages that show what is not everybody's: they ask for states too, and once more when they are ready."""


class ScopeMiddleware:
    """Asks the page's rule before its view runs, and gives the request the one reader it may use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.visit = request.access = None
        request.membership, request.memberships = None, ()
        request.reader = request.published = None
        response = self.get_response(request)
        if _taken_away(request, response):
            response = errors.missing(request)
        if request.user.is_authenticated:
            # Somebody who leaves a partner must not find its pages in their browser afterwards.
            add_never_cache_headers(response)
        return response

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        request.visit = visit.read(request)
        request.access = access.of(view)
        answer = access.answer(request.access, request.visit)
        if answer is Answer.SIGN_IN:
            return _lead(request, redirect_to_login(request.get_full_path()).url)
        if answer is Answer.HIDE:
            raise Http404
        return _not_yet(request) or _give_reader(request)


def _not_yet(request: HttpRequest) -> HttpResponse | None:
    """The way to the state that is missing for the page, if one is."""
    if not in_which_state.changing(request.visit, request.method) and not _only_about_looking(request):
        return errors.only_looking(request)
    if request.access.rule not in GUARDED:
        return None
    partner_id = request.visit.partner_id if request.access.rule is Rule.PARTNER else ""
    state = in_which_state.missing(request.visit, partner_id)
    if state is None:
        return _record_look(request)
    return _lead(request, _with_return(request, reverse(state.page)))


def _only_about_looking(request: HttpRequest) -> bool:
    """The page that ends looking as somebody, and signing out, change nothing of anybody's."""
    return request.access.rule is Rule.PERSON and request.access.while_looking


def _record_look(request: HttpRequest) -> None:
    if request.visit.seen_as is not None:
        audit.record(
            by=request.user,
            about=request.visit.seen_as,
            action="view_as.page",
            object=request.resolver_match.view_name,
            partner_id=request.visit.partner_id,
        )


def _with_return(request: HttpRequest, page: str) -> str:
    """The page that leads to a state, with the way back where there is one."""
    if request.method != "GET":
        return page
    return f"{page}?{urlencode({'next': request.get_full_path()})}"


def _lead(request: HttpRequest, page: str) -> HttpResponse:
    """Lead the whole window to another page, also where a part of a page was asked for."""
    return HttpResponseClientRedirect(page) if request.htmx else redirect(page)


def _taken_away(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether somebody lost, while their page was made, what it needs. Then it does not leave."""
    if request.reader is None or request.access.rule not in GUARDED or response.status_code != 200:
        return False
    now = visit.read(request)
    same = now.partner_id == request.visit.partner_id and now.seen_as == request.visit.seen_as
    return not same or access.answer(request.access, now) is not Answer.ALLOW


def _give_reader(request: HttpRequest) -> HttpResponse | None:
    guarded = request.access.rule in GUARDED
    try:
        reader = scope.reader_for(request.access, request.visit)
    except NoRelease:
        return errors.nothing_published(request) if guarded else None
    request.published = reader
    request.memberships = scope.places(request.visit.memberships, reader)
    request.membership = next(
        (place for place in request.memberships if place.partner_id == request.visit.partner_id), None
    )
    if request.access.rule is Rule.PARTNER and not scope.PARTNER_TABLES.issubset(reader.tables):
        return errors.nothing_published(request)
    request.reader = reader
    return None
