"""The second step: set up with a fresh sign-in, asked for at the next, hard to guess and safe in a copy."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail as sent

from catchment.portal.accounts.models import PartnerTerms, User
from catchment.portal.audit.models import AuditEvent
from tests.mailbox import letters_are_out
from tests.portal_people import PASSWORD
from tests.portal_release import NORTH

APP = "/account/app/"
# allauth says what was done when that is in the database for good
pytestmark = pytest.mark.django_db(transaction=True)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client, user: User):
    return client.post("/sign-in/", {"login": user.email, "password": PASSWORD})


@pytest.fixture
def secret(people, as_person) -> str:
    """The key of the owner's app, which is set up."""
    client = as_person(None)
    sign_in(client, people.owner)
    client.post("/account/again/", {"password": PASSWORD})
    key = client.get(APP).context["form"].secret
    answer = client.post(APP, {"code": code_of(key)})
    assert answer.headers["Location"] == "/account/codes/"
    return key


def test_setting_it_up_asks_for_the_password_once_more(people, as_person):
    client = as_person(None)
    sign_in(client, people.owner)
    assert client.get(APP).headers["Location"].startswith("/account/again/?next=")


def test_after_that_a_password_is_not_enough(people, secret, client):
    assert sign_in(client, people.owner).headers["Location"] == "/sign-in/second-step/"
    assert client.get("/account/").status_code == 302
    page = client.get("/sign-in/second-step/")
    assert page.status_code == 200
    assert client.post("/sign-in/second-step/", {"code": "000000"}).status_code == 200
    assert client.get("/account/").status_code == 302


def test_setting_it_up_counts_in_this_session_and_ends_the_others(people, as_person):
    PartnerTerms.objects.create(partner_id=NORTH, second_factor=True)
    here, elsewhere = as_person(None), as_person(None)
    for client in (here, elsewhere):
        sign_in(client, people.owner)
        assert client.get("/account/").status_code == 200
    here.post("/account/again/", {"password": PASSWORD})
    here.post(APP, {"code": code_of(here.get(APP).context["form"].secret)})
    assert here.get("/roster/").status_code == 200
    assert elsewhere.get("/account/").headers["Location"].startswith("/sign-in/")


def test_the_right_code_lets_in_and_works_once(people, secret, as_person):
    code = code_of(secret)
    first, second = as_person(None), as_person(None)
    for client in (first, second):
        sign_in(client, people.owner)
        client.post("/sign-in/second-step/", {"code": code})
    assert first.get("/account/").status_code == 200
    assert second.get("/account/").status_code == 302


def test_guessing_codes_has_an_end(people, secret, client):
    sign_in(client, people.owner)
    for _ in range(10):
        client.post("/sign-in/second-step/", {"code": "000000"})
    page = client.post("/sign-in/second-step/", {"code": code_of(secret)})
    assert "Too many failed" in page.content.decode()
    assert client.get("/account/").status_code == 302


def test_recovery_codes_are_shown_once_and_let_in_once(people, secret, as_person):
    client = as_person(None)
    sign_in(client, people.owner)
    client.post("/sign-in/second-step/", {"code": code_of(secret)})
    client.post("/account/again/", {"password": PASSWORD})
    client.post("/account/codes/new/")
    shown = client.get("/account/codes/")
    codes = shown.context["unused_codes"]
    assert len(codes) == 10
    again = client.get("/account/codes/").content.decode()
    assert "10 codes are left" in again
    assert [code for code in codes if code in again] == []
    for status in (200, 302):
        visitor = as_person(None)
        sign_in(visitor, people.owner)
        visitor.post("/sign-in/second-step/", {"code": codes[0]})
        assert visitor.get("/account/").status_code == status


def test_removing_it_is_asked_for_told_and_recorded(people, secret, as_person):
    client = as_person(None)
    sign_in(client, people.owner)
    client.post("/sign-in/second-step/", {"code": code_of(secret)})
    remove = "/account/app/remove/"
    assert client.post(remove).headers["Location"].startswith("/account/again/")
    client.post("/account/again/", {"password": PASSWORD})
    client.post(remove)
    assert not Authenticator.objects.filter(user=people.owner).exists()
    letters_are_out()
    assert "was removed from your account" in sent.outbox[-1].body
    assert AuditEvent.objects.filter(action="account.factor_remove", about=people.owner).exists()


def test_a_copy_of_the_database_makes_no_codes(people, secret, settings):
    row = Authenticator.objects.get(user=people.owner, type=Authenticator.Type.TOTP)
    assert secret not in str(row.data)
    assert row.wrap().validate_code(code_of(secret))


def test_a_new_secret_key_still_opens_what_the_one_before_closed(people, secret, settings):
    row = Authenticator.objects.get(user=people.owner, type=Authenticator.Type.TOTP)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "x1y2z3" * 10
    assert row.wrap().validate_code(code_of(secret))


def test_another_persons_passkey_is_as_if_there_were_none(people, as_person):
    key = Authenticator.objects.create(
        user=people.stranger, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )
    client = as_person(None)
    sign_in(client, people.owner)
    client.post("/account/again/", {"password": PASSWORD})
    for number in (key.pk, 987_654):
        for act in ("name", "remove"):
            assert client.get(f"/account/passkeys/{number}/{act}/").status_code == 404
            assert client.post(f"/account/passkeys/{number}/{act}/", {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
