from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone

from catchment.portal import mail
from catchment.portal.accounts.models import User
from catchment.portal.my_account import told


class InvitedOnly(DefaultAccountAdapter):
    """People are invited; nobody signs themselves up. Letters and messages are ours."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *_args: Any,
        message: str | None = None,
        **_kwargs: Any,
    ) -> None:
        """What was done, or why not. Of signing in and out the page one lands on speaks for itself."""
        text = message or told.ON_PAGE.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Without waiting for the mail server: an unknown address would be answered sooner."""
        link = context["password_reset_url"]
        mail.send_soon(
            user.email, "reset_password", {"link": link, "program": settings.CATCHMENT_NAME}, about=user
        )

    def send_notification_mail(self, template_prefix: str, user: User, *_args: Any, **_kwargs: Any) -> None:
        """Tell the account's address what was changed."""
        when = formats.date_format(timezone.localtime(), "DATETIME_FORMAT")
        link = context.request.build_absolute_uri(reverse("account_reset_password"))
        what = told.BY_MAIL[template_prefix]
        content = {"what": str(what), "when": when, "link": link, "program": settings.CATCHMENT_NAME}
        mail.send_soon(user.email, "account_changed", content, about=user)

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The password first, then a passkey, and codes for who has neither at hand."""
        found = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        return [{**found[key], "description": label} for key, label in told.ASKED.items() if key in found]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")
