"""allauth's forms in the site's own looks and words."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catchment.portal import audit
from catchment.portal.forms import GOOD_PASSWORD, Plain


class _OnePassword(Plain):
    """The new password is asked for once: it can be looked at, and a forgotten one can be reset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2")
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = GOOD_PASSWORD


class AskForReset(Plain, account.ResetPasswordForm):
    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """The letter if there is an account; if there is none, as much work, so that no time tells."""
        if not self.users:
            audit.record(by=None, action="account.reset_unknown")
        return super().save(request, **kwargs)


class ResetsLink(account.UserTokenForm):
    def clean(self) -> dict[str, Any]:
        """An account that was closed since the letter went out opens no more."""
        cleaned = super().clean()
        if not self.reset_user.is_active:
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


class ResetPassword(_OnePassword, account.ResetPasswordKeyForm):
    pass


class SetPassword(_OnePassword, account.SetPasswordForm):
    pass


class ChangePassword(_OnePassword, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")


class AskAgain(Plain, account.ReauthenticateForm):
    pass


class _SixDigits(Plain):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = self.label
        self.fields["code"].widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")

    label = _("Code from your app, or one of your recovery codes")


class Code(_SixDigits, mfa.AuthenticateForm):
    pass


class CodeAgain(_SixDigits, mfa.ReauthenticateForm):
    pass


class FirstCode(_SixDigits, ActivateTOTPForm):
    label = _("The six digits that the app shows now")


class NewAddress(Plain, forms.Form):
    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        validators=[validate_email],
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
