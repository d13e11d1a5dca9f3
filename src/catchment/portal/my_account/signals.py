"""Changes of how somebody signs in are part of the record."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import social_account_added
from allauth.usersessions.models import UserSession
from django.dispatch import receiver
from django.http import HttpRequest

from catchment.portal import audit
from catchment.portal.accounts.in_which_state import FACTORS
from catchment.portal.accounts.models import User

PASSWORDS = {
    password_changed: "account.password_change",
    password_set: "account.password_set",
    password_reset: "account.password_reset",
}
SECOND_FACTORS = {
    authenticator_added: "account.factor_add",
    authenticator_removed: "account.factor_remove",
    authenticator_reset: "account.factor_renew",
    authenticator_used: "account.factor_use",
    authentication_failed: "account.factor_refused",
}


@receiver(list(PASSWORDS))
def password(signal: Any, user: User, **_: Any) -> None:
    audit.record(by=user, action=PASSWORDS[signal], about=user)


@receiver(list(SECOND_FACTORS))
def second_factor(signal: Any, user: User, authenticator: Authenticator, **_: Any) -> None:
    audit.record(by=user, action=SECOND_FACTORS[signal], about=user, object=authenticator.type)


@receiver(authenticator_added)
def shown_here_alone(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Who sets one up shows it by that; sessions that began without it, whosever they are, end."""
    if authenticator.type not in FACTORS:
        return
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


@receiver(social_account_added)
def sign_on(sociallogin: SocialLogin, **_: Any) -> None:
    provider = sociallogin.account.provider
    audit.record(by=sociallogin.user, action="account.sign_on_add", about=sociallogin.user, object=provider)
