"""Forgotten, changed and first passwords: letters, sessions, and answers that tell nobody anything."""

import hashlib
import re
import statistics
import time
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail as sent
from django.core.exceptions import ValidationError
from django.test import override_settings

from catchment.portal.accounts.models import User
from catchment.portal.audit.models import AuditEvent
from catchment.portal.mail import setup
from catchment.portal.my_account.passwords import HardToGuess, NotStolen
from tests.mailbox import LINK, letters_are_out, mail_server
from tests.portal_people import PASSWORD

NEW = "seven unlikely marbles whistle"
FORGOTTEN = "/sign-in/forgotten/"


def letter_link() -> str:
    letters_are_out()
    [found] = LINK.findall(sent.outbox[-1].body)
    return found.partition("testserver")[2]


def sign_in(client, user: User, password: str = PASSWORD):
    return client.post("/sign-in/", {"login": user.email, "password": password})


def fresh(client, user: User) -> None:
    """The client types the password once more."""
    client.post("/account/again/", {"password": PASSWORD})


def test_a_forgotten_password_is_chosen_anew_by_a_letter(people, as_person, client):
    elsewhere = as_person(people.owner)
    client.post(FORGOTTEN, {"email": people.owner.email})
    page = client.get(letter_link())
    assert page.status_code == 302
    assert client.post(page.headers["Location"], {"password1": NEW}).status_code == 302
    people.owner.refresh_from_db()
    assert people.owner.check_password(NEW)
    assert elsewhere.get("/account/").status_code == 302
    letters_are_out()
    assert "Your password was reset" in sent.outbox[-1].body


def test_the_letters_link_works_once(people, client):
    client.post(FORGOTTEN, {"email": people.owner.email})
    link = letter_link()
    client.post(client.get(link).headers["Location"], {"password1": NEW})
    assert "no longer works" in client.get(link).content.decode()


def test_the_letters_link_works_for_an_hour(people, client, monkeypatch):
    client.post(FORGOTTEN, {"email": people.owner.email})
    link, now = letter_link(), datetime.now()
    for minutes, status in ((59, 302), (61, 200)):
        monkeypatch.setattr(
            PasswordResetTokenGenerator, "_now", lambda _, m=minutes: now + timedelta(minutes=m)
        )
        assert client.get(link).status_code == status
    assert "no longer works" in client.get(link).content.decode()


def test_the_letters_link_sets_no_password_of_a_closed_account(people, client):
    client.post(FORGOTTEN, {"email": people.owner.email})
    form = client.get(letter_link()).headers["Location"]
    User.objects.filter(pk=people.owner.pk).update(is_active=False)
    assert "no longer works" in client.post(form, {"password1": NEW}).content.decode()
    people.owner.refresh_from_db()
    assert people.owner.check_password(PASSWORD)


def test_a_reset_says_the_same_of_every_address(people, client):
    User.objects.filter(pk=people.nobody.pk).update(is_active=False)
    answers = []
    for email in (people.owner.email, people.nobody.email, "unknown@nowhere.invalid"):
        answer = client.post(FORGOTTEN, {"email": email}, follow=True)
        answers.append((answer.redirect_chain, without_chance(answer.content.decode())))
    letters_are_out()
    assert len({(str(chain), page) for chain, page in answers}) == 1
    assert [letter.to for letter in sent.outbox] == [[people.owner.email]]


def without_chance(page: str) -> str:
    return re.sub(r'(nonce|value)="[^"]*"', "", page)


def test_a_reset_takes_as_long_for_every_address(people, client, settings):
    """A mail server that takes a second makes no difference."""
    settings.ACCOUNT_RATE_LIMITS = {}
    with mail_server() as running, override_settings(**setup.settings(running.address)):
        running.delay = 1.0
        known = [timed(client, people.owner.email) for _ in range(5)]
        unknown = [timed(client, "unknown@nowhere.invalid") for _ in range(5)]
        letters_are_out()
        assert len([running.next() for _ in known]) == len(known)
    assert abs(statistics.median(known) - statistics.median(unknown)) < 0.1


def timed(client, email: str) -> float:
    begun = time.perf_counter()
    client.post(FORGOTTEN, {"email": email})
    return time.perf_counter() - begun


def test_a_reset_has_an_end(people, client):
    codes = [client.post(FORGOTTEN, {"email": people.owner.email}).status_code for _ in range(4)]
    assert codes == [302, 302, 302, 429]


def test_changing_it_ends_every_other_session(people, as_person):
    here, elsewhere = as_person(people.owner), as_person(people.owner)
    sign_in(here, people.owner)
    answer = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW})
    assert answer.headers["Location"] == "/account/"
    assert "Your password is changed." in here.get("/account/").content.decode()
    assert elsewhere.get("/account/").status_code == 302
    assert AuditEvent.objects.filter(action="account.password_change", about=people.owner).exists()


def test_changing_it_needs_the_present_one(people, as_person):
    client = as_person(people.owner)
    client.post("/account/password/", {"oldpassword": "not it", "password1": NEW})
    people.owner.refresh_from_db()
    assert people.owner.check_password(PASSWORD)


def test_all_other_sessions_can_be_ended(people, client, as_person):
    clients = [as_person(None) for _ in range(3)]
    for each in clients:
        sign_in(each, people.owner)
    page = clients[0].get("/account/sessions/").content.decode()
    assert page.count("from 127.0.0.1") == 3
    clients[0].post("/account/sessions/")
    assert [each.get("/account/").status_code for each in clients] == [200, 302, 302]
    event = AuditEvent.objects.get(action="session.end_others")
    assert (event.actor, event.about) == (people.owner, people.owner)


def test_wrong_passwords_have_an_end_and_a_right_one_then_waits(people, client):
    codes = [sign_in(client, people.owner, "not it").status_code for _ in range(9)]
    assert codes[0] == 200
    assert codes[-1] == 429
    assert sign_in(client, people.owner).status_code == 429


def test_an_address_without_a_row_of_allauths_own_can_do_all_of_this(people, client):
    assert not EmailAddress.objects.exists()
    sign_in(client, people.owner)
    client.get("/account/e-mail/")
    assert (
        client.post("/account/again/", {"password": PASSWORD, "next": "/account/e-mail/"}).status_code == 302
    )
    assert client.get("/account/e-mail/").status_code == 200


@pytest.mark.parametrize(
    "password",
    ["passwordpassword", "qwertyuiopasdf", "aaaaaaaaaaaaaaaa", "catchmentcatchment", "letmeinletmein1"],
)
def test_what_a_program_would_guess_is_refused(password):
    with pytest.raises(ValidationError, match="too easy"):
        HardToGuess().validate(password, User(email="ada.invented@north.invalid", name="Ada Invented"))


def test_good_passwords_of_any_kind_are_taken():
    person = User(email="ada@north.invalid", name="Ada Invented")
    for password in (NEW, "V7#kqp!z0Lw9", "пятнадцать синих чашек", NEW * 4):
        HardToGuess().validate(password, person)


def test_stolen_passwords_are_found_in_a_list_by_their_hash_or_its_beginning(tmp_path, settings):
    words = [f"stolen password {number}" for number in range(1000)]
    hashes = sorted(hashlib.sha1(word.encode()).hexdigest().upper() for word in words)
    for name, lines in (
        ("whole", [f"{line}:{number}" for number, line in enumerate(hashes)]),
        ("beginnings", [line[:12] for line in hashes]),
    ):
        settings.CATCHMENT_STOLEN_PASSWORDS = tmp_path / name
        settings.CATCHMENT_STOLEN_PASSWORDS.write_text("\n".join(lines) + "\n")
        for word in words:
            with pytest.raises(ValidationError, match="stolen"):
                NotStolen().validate(word)
        for number in range(1000):
            NotStolen().validate(f"nobody has this one {number}")


def test_an_empty_list_or_none_refuses_nothing(tmp_path, settings):
    NotStolen().validate("anything")
    settings.CATCHMENT_STOLEN_PASSWORDS = tmp_path / "empty"
    settings.CATCHMENT_STOLEN_PASSWORDS.touch()
    NotStolen().validate("anything")
