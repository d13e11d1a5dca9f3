"""Some steps ask for the password or key once more, when that was given more than some minutes ago."""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def needs_fresh_sign_in(view: View) -> View:
    """Ask again before a page opens or a form acts. Put it below `opened_by`.

    People who sign in elsewhere (single sign-on, the demo's one click) have nothing here to be asked for.
    """
    return wraps(view)(reauthentication_required(view, app="allauth.account"))


def leads_back(view: View) -> View:
    """Around the pages that ask again: they lead back to where somebody was.

    allauth would then act on the form that had been sent, past all rules of who may open a page. The form is
    asked for once more instead.
    """

    @wraps(view)
    def asks(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "request" in request.session.get(STATE_SESSION_KEY, {}):
            del request.session[STATE_SESSION_KEY]
        return view(request, *args, **kwargs)

    return asks
