"""The names that begin with account_, mfa_ or usersessions_ are those that allauth looks up."""

from django.urls import path, re_path

from catchment.portal.my_account import address_views, views

# allauth leads to lists of its own after a change; here they are all one page.
_ONE_PAGE = ("account", "mfa_index", "mfa_list_webauthn")

urlpatterns = [
    *(path("account/", views.account, name=name) for name in _ONE_PAGE),
    path("account/password/", views.change_password, name="account_change_password"),
    path("account/password/first/", views.set_password, name="account_set_password"),
    path("account/again/", views.ask_again, name="account_reauthenticate"),
    path("account/again/code/", views.ask_again_code, name="mfa_reauthenticate"),
    path("account/again/passkey/", views.ask_again_passkey, name="mfa_reauthenticate_webauthn"),
    path("account/app/", views.totp_on, name="mfa_activate_totp"),
    path("account/app/remove/", views.totp_off, name="mfa_deactivate_totp"),
    path("account/codes/", views.codes_shown, name="mfa_view_recovery_codes"),
    path("account/codes/new/", views.codes_made, name="mfa_generate_recovery_codes"),
    path("account/passkeys/add/", views.passkey_add, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", views.passkey_rename, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", views.passkey_remove, name="mfa_remove_webauthn"),
    path("account/sessions/", views.sessions_list, name="usersessions_list"),
    path("account/e-mail/", address_views.ask, name="address"),
    path("account/e-mail/<str:word>/", address_views.confirm, name="address_confirm"),
    path("sign-in/second-step/", views.second_step, name="mfa_authenticate"),
    path("sign-in/passkey/", views.passkey_sign_in, name="mfa_login_webauthn"),
    path("sign-in/forgotten/", views.reset, name="account_reset_password"),
    path("sign-in/forgotten/sent/", views.reset_sent, name="account_reset_password_done"),
    path("sign-in/new-password/done/", views.reset_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.reset_from_letter,
        name="account_reset_password_from_key",
    ),
]
