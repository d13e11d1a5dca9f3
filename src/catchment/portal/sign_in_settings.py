"""Django's settings of signing in: who somebody is, how they show it, and how often they may try.

Signing up is closed: people are invited.
"""

from typing import Any

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "axes",
]
_DJANGO, _OURS = "django.contrib.auth.password_validation", "catchment.portal.my_account.passwords"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_DJANGO}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{_DJANGO}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": f"{_DJANGO}.CommonPasswordValidator"},
    {"NAME": f"{_DJANGO}.NumericPasswordValidator"},
    {"NAME": f"{_OURS}.HardToGuess"},
    {"NAME": f"{_OURS}.NotStolen"},
]
# As the letter says.
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "catchment.portal.accounts.adapter.InvitedOnly"
ACCOUNT_FORMS = {
    "login": "catchment.portal.accounts.forms.SignIn",
    "reset_password": "catchment.portal.my_account.forms.AskForReset",
    "user_token": "catchment.portal.my_account.forms.ResetsLink",
    "reset_password_from_key": "catchment.portal.my_account.forms.ResetPassword",
    "change_password": "catchment.portal.my_account.forms.ChangePassword",
    "set_password": "catchment.portal.my_account.forms.SetPassword",
    "reauthenticate": "catchment.portal.my_account.forms.AskAgain",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Nobody learns whether an address has an account, and no stranger gets a letter from us.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60

# Passwords are counted by axes, for an address and where it is tried from. What is counted here besides: all
# tries for one account from wherever, codes of the second factor among them.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/15m/key",
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "5/m/user",
    "change_password": "5/m/user",
    "invitation": "30/m/ip",
    "sign_on": "60/m/ip",
    "invite": "60/h/user",
    "invitation_letter": "4/h/key",
    "change_email": "3/h/user",
    "confirm_change": "30/m/ip",
}
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "email"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Who signed in is the audit's to say, which has readers and an end.
AXES_DISABLE_ACCESS_LOG = True

MFA_ADAPTER = "catchment.portal.my_account.secrets.Encrypted"
MFA_FORMS = {
    "authenticate": "catchment.portal.my_account.forms.Code",
    "reauthenticate": "catchment.portal.my_account.forms.CodeAgain",
    "activate_totp": "catchment.portal.my_account.forms.FirstCode",
    "add_webauthn": "catchment.portal.my_account.passkeys.Add",
    "login_webauthn": "catchment.portal.my_account.passkeys.Enter",
    "authenticate_webauthn": "catchment.portal.my_account.passkeys.SecondStep",
    "reauthenticate_webauthn": "catchment.portal.my_account.passkeys.Again",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A finger, a face or a PIN each time: a challenge of the second step opens the sign-in by a passkey, too.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# A clock that is half a minute slow is no reason to be locked out.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Addresses are shown to be read by the invitation's link, or were written down by the operator.
MFA_ALLOW_UNVERIFIED_EMAIL = True

SOCIALACCOUNT_ADAPTER = "catchment.portal.sign_on.adapter.InvitedOrKnown"
# The page's policy lets forms lead nowhere else, not even by a redirect; to begin signing in changes nothing.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
