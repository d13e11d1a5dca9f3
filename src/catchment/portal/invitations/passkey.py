"""Set up an invited person's account with a passkey instead of a password."""

from allauth.account.utils import perform_login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.internal import auth, flows
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from catchment.network.errors import BadInput
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.models import User
from catchment.portal.invitations import accepting, welcome
from catchment.portal.invitations.models import Invitation
from catchment.portal.my_account.passkeys import AddFirst


@opened_by(Rule.PUBLIC)
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Ask the device for a passkey, and take what it gave."""
    invitation = welcome.opened(request)
    if request.method == "GET" or invitation is None or accepting.account_of(invitation) is not None:
        return redirect("welcome")
    person = accepting.prepare(invitation)
    if "credential" not in request.POST:
        return _asked(request, person, AddFirst(user=person))
    form = AddFirst(request.POST, user=person)
    if not form.is_valid():
        return _asked(request, person, form)
    return _entered(request, invitation, form.cleaned_data)


def _asked(request: HttpRequest, person: User, form: AddFirst) -> HttpResponse:
    options = auth.begin_registration(person, passwordless=True)
    return render(request, "invitations/passkey.html", {"form": form, "options": options})


def _entered(request: HttpRequest, invitation: Invitation, given: dict) -> HttpResponse:
    try:
        with transaction.atomic():
            person = accepting.accept(invitation)
            key = flows.signup_authenticator(request, person, given["name"], given["credential"])
    except BadInput:
        return redirect("welcome")
    request.session.pop(welcome.SESSION_KEY, None)
    post_authentication(request, key, reauthenticated=True, passwordless=True)
    # Without a password there must be another way in than one device.
    codes = reverse("mfa_generate_recovery_codes")
    return perform_login(request, person, email_verification="none", redirect_url=codes)
