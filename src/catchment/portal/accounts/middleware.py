from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from catchment.portal.accounts import access, scope
from catchment.portal.public.errors import nothing_published
from catchment.release.reader import NoRelease

View = Callable[..., HttpResponse]


class ScopeMiddleware:
    """Asks the page's rule before its view runs, and gives the request the one reader it may use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership, request.memberships = None, ()
        request.reader = request.published = None
        response = self.get_response(request)
        if request.user.is_authenticated:
            # Somebody who leaves a partner must not find its pages in their browser afterwards.
            add_never_cache_headers(response)
        return response

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        rule = access.rule_of(view)
        rows = scope.memberships(request.user)
        membership = scope.chosen(rows, request.session.get(scope.SESSION_KEY))
        answer = access.answer(rule, request.user, membership)
        if answer is access.Answer.SIGN_IN:
            return redirect_to_login(request.get_full_path())
        if answer is access.Answer.HIDE:
            raise Http404
        return _give_reader(request, rule, rows, membership)


def _give_reader(
    request: HttpRequest, rule: access.Rule, rows: tuple[Any, ...], membership: Any
) -> HttpResponse | None:
    try:
        reader = scope.reader_for(rule, membership)
    except NoRelease:
        return nothing_published(request) if rule in (access.Rule.PARTNER, access.Rule.STAFF) else None
    request.published = reader
    request.memberships = scope.places(rows, reader)
    if membership is not None:
        request.membership = next(
            place for place in request.memberships if place.partner_id == membership.partner_id
        )
    if rule is access.Rule.PARTNER and not scope.PARTNER_TABLES.issubset(reader.tables):
        return nothing_published(request)
    request.reader = reader
    return None
