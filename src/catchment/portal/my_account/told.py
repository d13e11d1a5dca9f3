"""What people are told when something about their account has changed, by allauth's name for it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BY_MAIL: dict[str, Promise] = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_reset": _("Your password was reset by a link from a letter."),
    "account/email/password_set": _("A password was set for your account."),
    "mfa/email/totp_activated": _("An authenticator app was added as a second step of signing in."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones no longer work."),
    "socialaccount/email/account_connected": _("Your organization's single sign-on now opens your account."),
    "socialaccount/email/account_disconnected": _("Single sign-on no longer opens your account."),
}
ASKED: dict[str, Promise] = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
    "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
}
"""Ways to show once more who one is, the first that somebody has being the one asked for."""
ON_PAGE: dict[str, Promise] = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/password_set.txt": _("Your password is set."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes are made."),
    "usersessions/messages/sessions_logged_out.txt": _("All your other sessions are ended."),
}
