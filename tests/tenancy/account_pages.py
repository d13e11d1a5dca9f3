"""The addresses around getting in: people's own accounts, single sign-on, and invitations."""

from allauth.mfa.models import Authenticator
from django.utils import timezone

from catchment.portal.accounts.models import User
from catchment.portal.invitations.models import LASTS, Invitation
from tests.portal_release import NORTH, SOUTH
from tests.tenancy.actors import EVERYBODY, LOOKING, SIGNED_IN, STAFF, THEMSELVES
from tests.tenancy.matrix import COLLEAGUES, FOREIGN, MISSING, ONLY, OWN, Example, Page

POST, BOTH = ("POST",), ("GET", "POST")
FORMS = (
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "usersessions_list",
)
"""Of allauth; each is about whoever is signed in, and no address names anybody's object."""
SIGNING_IN = (
    "mfa_authenticate",
    "mfa_login_webauthn",
    "account_reset_password",
)
SAID = (
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
)
SIGN_ON = {
    "openid_connect_login": "provider_id",
    "openid_connect_callback": "provider_id",
    "saml_login": "organization_slug",
    "saml_acs": "organization_slug",
    "saml_finish_acs": "organization_slug",
    "saml_sls": "organization_slug",
    "saml_metadata": "organization_slug",
}


def of_accounts() -> dict[str, Page]:
    own = {name: Page(THEMSELVES, BOTH, guarded=False, loose=True) for name in FORMS}
    signing_in = {name: Page(EVERYBODY, BOTH, guarded=False, loose=True) for name in SIGNING_IN}
    sign_on = {name: _nothing(variable) for name, variable in SIGN_ON.items()}
    signing_in |= {name: Page(EVERYBODY, guarded=False, loose=True) for name in SAID}
    return own | signing_in | sign_on | _own() | _letters() | _invitations()


def _own() -> dict[str, Page]:
    page = Page(THEMSELVES, guarded=False)
    return {
        "session": Page(SIGNED_IN, BOTH, guarded=False, while_looking=True),
        "account": page,
        "mfa_index": page,
        "mfa_list_webauthn": page,
        "address": Page(THEMSELVES, BOTH, guarded=False),
        # Staff has one, and nobody has codes.
        "mfa_deactivate_totp": Page(THEMSELVES, BOTH, finds={ONLY: STAFF}, guarded=False, loose=True),
        "mfa_view_recovery_codes": Page(THEMSELVES, finds={ONLY: ()}, guarded=False, loose=True),
        "mfa_edit_webauthn": _passkey(),
        "mfa_remove_webauthn": _passkey(),
    }


def _nothing(variable: str) -> Page:
    """No organization signs people of the tests on; an address that names one is none."""
    missing = {MISSING: Example(kwargs={variable: "no-such-organization"})}
    return Page(EVERYBODY, BOTH, missing, guarded=False, loose=True)


def make_passkey() -> None:
    """Of somebody elsewhere. Own ones come from a device: see the browser's tests of getting in."""
    foreigner = User.objects.get(email="foreigner@south-team.invalid")
    Authenticator.objects.create(user=foreigner, type=Authenticator.Type.WEBAUTHN, data={"name": "Invented"})


def _passkey() -> Page:
    row = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    examples = {
        kind: Example({"pk": pk}, {"name": "x"}) for kind, pk in ((FOREIGN, row.pk), (MISSING, 10**9))
    }
    return Page(THEMSELVES, BOTH, examples, guarded=False, loose=True)


def _letters() -> dict[str, Page]:
    """Links of letters. What they hold is no address of anybody; one that is no longer good says so."""
    word = {MISSING: Example(kwargs={"word": "no-such-word"})}
    key = {MISSING: Example(kwargs={"uidb36": "zzz", "key": "no-such-key"})}
    return {
        "address_confirm": Page(EVERYBODY, BOTH, word, guarded=False, over=True),
        "invitation": Page(EVERYBODY, BOTH, word, guarded=False, over=True),
        "account_reset_password_from_key": Page(
            EVERYBODY, BOTH, key, {MISSING: EVERYBODY}, guarded=False, loose=True
        ),
        "welcome": Page(EVERYBODY, BOTH, finds={ONLY: ()}, guarded=False, over=True),
        "welcome_passkey": Page(EVERYBODY, BOTH, guarded=False),
        "welcome_join": Page(THEMSELVES, POST, finds={ONLY: ()}, guarded=False, over=True),
    }


THE_PROGRAM = "into the program"


def make_invitations(by: User) -> None:
    """One to each place that an invitation can lead to, called like the kind of object that it is."""
    places = {OWN: NORTH, COLLEAGUES: NORTH, FOREIGN: SOUTH, THE_PROGRAM: ""}
    now = timezone.now()
    for number, (kind, partner_id) in enumerate(places.items()):
        Invitation.objects.create(
            name=kind,
            email=f"invited-{number}@{partner_id or 'program'}-team.invalid",
            partner_id=partner_id,
            role="partner_viewer" if partner_id else "data_manager",
            invited_by=by,
            word_hash=f"{number:064}",
            sent=now,
            expires=now + LASTS,
        )


def _invitations() -> dict[str, Page]:
    admin, people = ("admin", *LOOKING), ("no_factor", "manager", "administrator")
    numbers = {row.name: row.pk for row in Invitation.objects.all()} | {MISSING: 10**9}
    examples = {kind: Example(kwargs={"number": number}) for kind, number in numbers.items()}
    administrator = ("administrator",)
    everywhere = {FOREIGN: administrator, THE_PROGRAM: administrator}
    team = Page(admin, POST, examples, {OWN: admin, COLLEAGUES: admin})
    desk = Page(people, POST, examples, {OWN: people, COLLEAGUES: people, **everywhere})
    return {
        "invitations": Page(admin, BOTH),
        "invitation_again": team,
        "invitation_back": team,
        "desk_invitations": Page(people, BOTH),
        "desk_invitation_again": desk,
        "desk_invitation_back": desk,
    }
