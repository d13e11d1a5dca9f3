"""Some steps ask for the password or key once more, when that was given more than some minutes ago."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, is_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]


def needs_fresh_sign_in(view: View) -> View:
    """Ask again before a page opens or a form acts. Put it below `opened_by`.

    A form that came too late is not kept: one is led back to its page and sends it again. People who sign in
    elsewhere (single sign-on, the demo's one click) have nothing here to be asked for.
    """

    @wraps(view)
    def asks(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_reauthentication_required(request, app="allauth.account"):
            return view(request, *args, **kwargs)
        if request.method != "GET":
            messages.info(request, _("Show once more that it is you, then do it again."))
        way = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        return redirect(f"{way}?{urlencode({'next': _page(request)})}")

    return asks


def leads_back(view: View) -> View:
    """Around the pages that ask again: they lead back to where somebody was.

    allauth's own pages would then act on the form that had been sent, past all rules of who may open a page.
    The form is asked for once more instead.
    """

    @wraps(view)
    def asks(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "request" in request.session.get(STATE_SESSION_KEY, {}):
            del request.session[STATE_SESSION_KEY]
        return view(request, *args, **kwargs)

    return asks


def _page(request: HttpRequest) -> str:
    """The page itself, or the one whose form was sent; the start page where the browser does not say."""
    if request.method == "GET":
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() else "/"
