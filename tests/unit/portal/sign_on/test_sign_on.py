"""Single sign-on lets in who is invited or has an account, and believes nobody beyond their domains."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core import mail as sent

from catchment.network.errors import BadInput
from catchment.portal.accounts.models import User
from catchment.portal.audit.models import AuditEvent
from catchment.portal.sign_on import setup
from tests.mailbox import LINK, letters_are_out
from tests.portal_people import belongs, person
from tests.portal_release import NORTH
from tests.unit.portal.sign_on import organizations
from tests.unit.portal.sign_on.organizations import CLIENT, ENTITY, SECRET

HOST = "site.example.org"
NEW = "grace@north.invalid"
FILE = f"""
[organization.north-district]
name = "North District"
kind = "oidc"
domains = ["north.invalid"]
server = "URL"
client_id = "{CLIENT}"
secret = "{SECRET}"

[organization.south-district]
name = "South District"
kind = "saml"
domains = ["south.invalid"]
entity_id = "{ENTITY}"
sso_url = "{ENTITY}sso"
certificate = '''CERTIFICATE'''
"""


@pytest.fixture(scope="module")
def north():
    with organizations.open_id() as running:
        yield running


@pytest.fixture(scope="module")
def south():
    return organizations.Saml()


@pytest.fixture(autouse=True)
def told(north, south, settings, tmp_path):
    """The site knows both organizations."""
    file = tmp_path / "organizations.toml"
    file.write_text(FILE.replace("URL", north.url).replace("CERTIFICATE", south.certificate))
    settings.CATCHMENT_SIGN_ON = setup.read(file)
    settings.SOCIALACCOUNT_PROVIDERS = setup.providers(settings.CATCHMENT_SIGN_ON)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, HOST]
    yield
    letters_are_out()


def by_open_id(client, north, **says):
    """Where somebody lands whom the organization sends back."""
    north.says = {"sub": "person-1", "email": NEW, "email_verified": True, **says}
    begun = client.get("/sign-in/with/north-district/")
    assert begun.headers["Location"].startswith(f"{north.url}/authorize?")
    state = parse_qs(urlsplit(begun.headers["Location"]).query)["state"][0]
    return client.get("/sign-in/with/north-district/back/", {"code": "word", "state": state})


def by_saml(client, south, *, email: str, signed: bool = True, person: str = "person-2"):
    begun = client.get("/sign-in/saml/south-district/", headers={"host": HOST})
    assert begun.headers["Location"].startswith(f"{ENTITY}sso?")
    back = "/sign-in/saml/south-district/back/"
    answer = south.answer(
        f"http://{HOST}{back}", begun.headers["Location"], person=person, email=email, signed=signed
    )
    assert client.post(back, {"SAMLResponse": answer}, headers={"host": HOST}).status_code == 302
    return client.get(f"{back}finish/", headers={"host": HOST})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def open_invitation(client, as_person, email: str = NEW) -> None:
    admin = person("admin@north.invalid")
    belongs(admin, NORTH, "partner_admin")
    form = {"email": email, "name": "Grace Invented", "partner": NORTH, "role": "partner_viewer"}
    as_person(admin).post("/team/invitations/", form)
    [link] = LINK.findall(sent.outbox[-1].body)
    client.post(link.partition("testserver")[2])


def test_the_pages_offer_the_organizations(people, client):
    page = client.get("/sign-in/").content.decode()
    assert "Sign in through North District" in page
    assert 'href="/sign-in/saml/south-district/"' in page


def test_an_invited_person_comes_in_by_their_organization(people, client, as_person, north):
    open_invitation(client, as_person)
    assert by_open_id(client, north).headers["Location"] == "/"
    grace = User.objects.get(email=NEW)
    assert is_in(client)
    assert (grace.is_active, grace.has_usable_password()) == (True, False)
    assert [row.partner_id for row in grace.memberships.all()] == [NORTH]
    again = as_person(None)
    by_open_id(again, north, email="renamed@north.invalid")
    assert again.session["_auth_user_id"] == str(grace.pk)


def test_who_has_an_account_joins_after_the_second_step(people, client, as_person, north):
    """The organization's word alone gives nobody of ours a role."""
    grace = person(NEW)
    TOTP.activate(grace, generate_totp_secret())
    open_invitation(client, as_person)
    assert by_open_id(client, north).headers["Location"] == "/sign-in/second-step/"
    assert not is_in(client)
    assert not grace.memberships.exists()


def test_who_has_an_account_is_led_back_to_the_invitation(people, client, as_person, north):
    grace = person(NEW)
    open_invitation(client, as_person)
    assert by_open_id(client, north).headers["Location"] == "/invitation/"
    assert client.post("/invitation/join/").status_code == 302
    assert [row.partner_id for row in grace.memberships.all()] == [NORTH]


def test_what_else_an_organization_says_is_not_kept(people, client, as_person, north):
    open_invitation(client, as_person)
    by_open_id(client, north, phone_number="+1 555 0100", name="Grace I.")
    assert [row.extra_data for row in SocialAccount.objects.all()] == [{}]
    by_open_id(as_person(None), north, phone_number="+1 555 0100")
    assert [row.extra_data for row in SocialAccount.objects.all()] == [{}]


@pytest.mark.parametrize("email", [NEW, "unknown@elsewhere.invalid"])
def test_nobody_signs_themselves_up(people, client, north, email):
    count = User.objects.count()
    assert by_open_id(client, north, email=email).status_code == 404
    assert not is_in(client)
    assert User.objects.count() == count


def test_an_invitation_that_this_browser_did_not_open_counts_for_nothing(people, client, as_person, north):
    open_invitation(as_person(None), as_person)
    assert by_open_id(client, north).status_code == 404
    assert not User.objects.filter(email=NEW).exists()


def test_who_has_an_account_is_known_by_their_address(people, client, north):
    by_open_id(client, north, email=people.owner.email)
    assert client.session["_auth_user_id"] == str(people.owner.pk)
    assert AuditEvent.objects.filter(action="account.sign_on_add", about=people.owner).count() == 1


@pytest.mark.parametrize(
    "says",
    [
        {"email": "stranger@south.invalid"},
        {"email": "staff@program.invalid"},
        {"email": "owner@north.invalid", "email_verified": False},
        {"email": "owner@north.invalid.example.org"},
        {"email": "owner@sub.north.invalid"},
        {"email": ""},
    ],
)
def test_an_organizations_word_counts_for_its_own_domains_alone(people, client, north, says):
    assert by_open_id(client, north, **says).status_code == 404
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(people, client, north):
    by_open_id(client, north, email=people.owner.email)
    client.logout()
    User.objects.filter(pk=people.owner.pk).update(is_active=False)
    by_open_id(client, north, email=people.owner.email)
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(people, client, north):
    north.says = {"sub": "person-1", "email": people.owner.email, "email_verified": True}
    assert client.get("/sign-in/with/north-district/back/", {"code": "word", "state": "x"}).status_code == 400
    assert not is_in(client)


def test_saml_lets_in_who_has_an_account(people, client, south):
    assert by_saml(client, south, email=people.stranger.email).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(people.stranger.pk)


def test_saml_without_a_signature_is_refused(people, client, south):
    assert by_saml(client, south, email=people.stranger.email, signed=False).status_code == 400
    assert not is_in(client)


def test_saml_signed_by_another_key_is_refused(people, client, south):
    other = organizations.Saml()
    assert by_saml(client, other, email=people.stranger.email).status_code == 400
    assert not is_in(client)


def test_saml_counts_for_its_own_domains_alone(people, client, south):
    assert by_saml(client, south, email=people.owner.email).status_code == 404
    assert not is_in(client)


def test_two_organizations_may_use_the_same_number(people, client, as_person, north, south):
    by_open_id(client, north, sub="1", email=people.owner.email)
    other = as_person(None)
    by_saml(other, south, person="1", email=people.stranger.email)
    assert other.session["_auth_user_id"] == str(people.stranger.pk)


def test_an_organization_that_is_not_ours_is_as_if_there_were_no_page(people, client):
    for address in ("/sign-in/with/nowhere/", "/sign-in/saml/nowhere/", "/sign-in/saml/nowhere/metadata/"):
        assert client.get(address).status_code == 404


def test_metadata_for_the_organization(people, client):
    answer = client.get("/sign-in/saml/south-district/metadata/", headers={"host": HOST})
    assert f"http://{HOST}/sign-in/saml/south-district/back/".encode() in answer.content


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('kind = "oidc"', 'kind = "ldap"'), "kind"),
        (('domains = ["north.invalid"]', "domains = []"), "domains"),
        (("client_id", "client"), "client_id"),
        (("north-district", "North"), "small letters"),
        (("[organization", "[[organization"), "TOML"),
    ],
)
def test_a_file_with_something_missing_says_what(tmp_path, change, says):
    file = tmp_path / "organizations.toml"
    file.write_text(FILE.replace(*change))
    with pytest.raises(BadInput, match=says):
        setup.read(file)
