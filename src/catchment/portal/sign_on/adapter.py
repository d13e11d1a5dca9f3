from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from catchment.network.errors import BadInput
from catchment.portal import audit
from catchment.portal.accounts.models import User
from catchment.portal.invitations import accepting, welcome


class InvitedOrKnown(DefaultSocialAccountAdapter):
    """Whom an organization signs in has an account here, or an invitation that this browser has opened."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account; a first time connects it. Who has neither is told so, and nothing of anybody."""
        _forget_the_rest(sociallogin)
        if sociallogin.is_existing:
            _note_closed(sociallogin.user)
            return
        person = self._invited(request, sociallogin) or self._known(sociallogin)
        if person is None:
            raise ImmediateHttpResponse(render(request, "sign_on/unknown.html", status=404))
        sociallogin.connect(request, person)

    def _invited(self, request: HttpRequest, sociallogin: SocialLogin) -> User | None:
        invitation = welcome.opened(request)
        if invitation is None or invitation.email not in own_addresses(sociallogin):
            return None
        known = accepting.account_of(invitation)
        if known is not None:
            # They join once they are in, second step and all.
            sociallogin.state["next"] = reverse("welcome")
            return known if known.is_active else None
        try:
            return accepting.accept(invitation)
        except BadInput:
            return None

    def _known(self, sociallogin: SocialLogin) -> User | None:
        return User.objects.filter(email__in=own_addresses(sociallogin), is_active=True).first()

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> None:
        """One page for whatever went wrong elsewhere."""
        raise ImmediateHttpResponse(render(request, "sign_on/failed.html", status=400))


def own_addresses(sociallogin: SocialLogin) -> list[str]:
    """The addresses of the answer that are the organization's to vouch for: of its own domains alone."""
    organization = settings.CATCHMENT_SIGN_ON[sociallogin.provider.app.provider_id]
    said = sociallogin.email_addresses
    found = [each.email.lower() for each in said if each.verified or organization.vouches]
    return [email for email in found if email.rpartition("@")[2] in organization.domains]


def _note_closed(person: User) -> None:
    if not person.is_active:
        audit.record(by=None, about=person, action="session.refused")


def _forget_the_rest(sociallogin: SocialLogin) -> None:
    """What else the organization said of its person is not ours to keep."""
    sociallogin.account.extra_data = {}
    if sociallogin.account.pk:
        sociallogin.account.save(update_fields=["extra_data"])
