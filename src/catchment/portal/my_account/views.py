"""A person's own account, and allauth's pages behind our rules of who may open what."""

from allauth.account import views as account_views
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.mfa.base import views as mfa_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.forms import EditWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions import views as sessions
from allauth.usersessions.forms import ManageUserSessionsForm
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from catchment.portal import audit
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.my_account.sudo import leads_back

PUBLIC, PERSON = opened_by(Rule.PUBLIC), opened_by(Rule.PERSON)


@PERSON
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """How somebody signs in, and where they are signed in."""
    factors = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    page = {
        "totp": next((each for each in factors if each.type == Authenticator.Type.TOTP), None),
        "codes": next((each for each in factors if each.type == Authenticator.Type.RECOVERY_CODES), None),
        "passkeys": [each.wrap() for each in factors if each.type == Authenticator.Type.WEBAUTHN],
        "sessions": UserSession.objects.purge_and_list(request.user),
        "sign_ons": [_name(each) for each in SocialAccount.objects.filter(user=request.user)],
        "elsewhere": not get_reauthentication_flows(request.user),
    }
    return render(request, "my_account/account.html", page)


def _name(of: SocialAccount) -> str:
    organization = settings.CATCHMENT_SIGN_ON.get(of.provider)
    return organization.name if organization else of.provider


class AddPasskey(webauthn.AddWebAuthnView):
    """Every key is a passkey: it opens the account alone, and asks for a finger, a face or a PIN itself."""

    def get_context_data(self, **kwargs: object) -> dict:
        page = super().get_context_data(**kwargs)
        page["options"] = auth.begin_registration(self.request.user, passwordless=True)
        return page


class ShowCodes(codes.ViewRecoveryCodesView):
    def get_context_data(self, **kwargs: object) -> dict:
        page = super().get_context_data(**kwargs)
        if page["can_view_codes"]:
            audit.record(by=self.request.user, about=self.request.user, action="account.codes_view")
        return page


class RenamePasskey(webauthn.EditWebAuthnView):
    def form_valid(self, form: EditWebAuthnForm) -> HttpResponse:
        audit.record(by=self.request.user, about=self.request.user, action="account.factor_rename")
        return super().form_valid(form)


class Sessions(sessions.ListUserSessionsView):
    def form_valid(self, form: ManageUserSessionsForm) -> HttpResponse:
        audit.record(by=self.request.user, about=self.request.user, action="session.end_others")
        return super().form_valid(form)


change_password = PERSON(account_views.PasswordChangeView.as_view())
set_password = PERSON(account_views.PasswordSetView.as_view())
reset = PUBLIC(account_views.PasswordResetView.as_view())
reset_sent = PUBLIC(account_views.PasswordResetDoneView.as_view())
reset_from_letter = PUBLIC(account_views.PasswordResetFromKeyView.as_view())
reset_done = PUBLIC(account_views.PasswordResetFromKeyDoneView.as_view())
ask_again = PERSON(leads_back(account_views.ReauthenticateView.as_view()))

second_step = PUBLIC(mfa_views.AuthenticateView.as_view())
ask_again_code = PERSON(leads_back(mfa_views.ReauthenticateView.as_view()))
ask_again_passkey = PERSON(leads_back(webauthn.ReauthenticateWebAuthnView.as_view()))
totp_on = PERSON(totp.ActivateTOTPView.as_view())
totp_off = PERSON(totp.DeactivateTOTPView.as_view())
codes_shown = PERSON(ShowCodes.as_view())
codes_made = PERSON(codes.GenerateRecoveryCodesView.as_view())
passkey_sign_in = PUBLIC(webauthn.LoginWebAuthnView.as_view())
passkey_add = PERSON(AddPasskey.as_view())
passkey_rename = PERSON(RenamePasskey.as_view())
passkey_remove = PERSON(webauthn.RemoveWebAuthnView.as_view())
sessions_list = PERSON(Sessions.as_view())
