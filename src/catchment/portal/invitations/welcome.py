"""What an invited person meets: a page with a button, then the choice of how to sign in, and they are in.

The link's word is in one address only. From the pressed button on the session remembers which invitation was
opened; it holds no more than a hash that a new letter makes worthless.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from catchment.network.errors import BadInput
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.models import User
from catchment.portal.accounts.roles import BY_CODE
from catchment.portal.invitations import accepting
from catchment.portal.invitations.forms import SetUp
from catchment.portal.invitations.models import Invitation

SESSION_KEY = "invitation"


@opened_by(Rule.PUBLIC)
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, word: str) -> HttpResponse:
    """Where the letter's button leads. Opening it does nothing: mail scanners open links."""
    if not ratelimit.consume(request, action="invitation"):
        return ratelimit.respond_429(request)
    invitation = accepting.by_word(word)
    if invitation is None:
        return _no_longer(request)
    if request.method == "POST":
        # A session of its own: whoever knew the one before does not know what comes next.
        request.session.cycle_key()
        request.session[SESSION_KEY] = invitation.word_hash
        return redirect("welcome")
    return _shown(request, "invitations/letter.html", invitation)


@opened_by(Rule.PUBLIC)
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Set up the account, or lead whoever has one to signing in or to joining."""
    invitation = opened(request)
    if invitation is None:
        return _no_longer(request)
    if request.user.is_authenticated and request.user.email != invitation.email:
        return _shown(request, "invitations/somebody_else.html", invitation)
    if accepting.account_of(invitation) is not None:
        return _shown(request, "invitations/join.html", invitation, here=reverse("welcome"))
    initial = {"name": invitation.name, "email": invitation.email}
    form = SetUp(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        return enter(request, invitation, name=chosen["name"], password=chosen["password"])
    return _shown(request, "invitations/set_up.html", invitation, form=form)


@opened_by(Rule.PERSON)
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Take up the invitation with the account that is signed in."""
    invitation = opened(request)
    if invitation is None or request.user.email != invitation.email:
        return _no_longer(request)
    try:
        accepting.accept(invitation)
    except BadInput as error:
        messages.error(request, str(error))
    request.session.pop(SESSION_KEY, None)
    return redirect("home")


def opened(request: HttpRequest) -> Invitation | None:
    """The invitation that this browser has opened, while it is open."""
    return accepting.by_hash(request.session.get(SESSION_KEY, ""))


def enter(
    request: HttpRequest, invitation: Invitation, *, name: str = "", password: str = ""
) -> HttpResponse:
    """Accept, and sign the new person in: they have just chosen how."""
    try:
        person = accepting.accept(invitation, name=name, password=password)
    except BadInput:
        return _no_longer(request)
    request.session.pop(SESSION_KEY, None)
    if password:
        record_authentication(request, person, method="password", reauthenticated=True)
    return sign_in(request, person)


def sign_in(request: HttpRequest, person: User) -> HttpResponse:
    return perform_login(request, person, email_verification="none", redirect_url=reverse("home"))


def _shown(request: HttpRequest, template: str, invitation: Invitation, **more: object) -> HttpResponse:
    page = {
        "invitation": invitation,
        "partner": _partner(request, invitation),
        "program": settings.CATCHMENT_NAME,
        "role": BY_CODE[invitation.role].name,
        "back": urlencode({"next": reverse("welcome")}),
        **more,
    }
    answer = render(request, template, page)
    add_never_cache_headers(answer)
    return answer


def _partner(request: HttpRequest, invitation: Invitation) -> str:
    if request.reader is None or not invitation.partner_id:
        return ""
    rows = request.reader.query("SELECT name FROM partners WHERE partner_id = ?", [invitation.partner_id])
    return rows[0]["name"] if rows else ""


def _no_longer(request: HttpRequest) -> HttpResponse:
    return render(request, "invitations/no_longer.html", status=404)
