"""Another e-mail address: both must agree, nothing happens on a look, and nobody learns who has one."""

import re
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as sent
from django.utils import timezone

from catchment.portal.accounts.models import User
from catchment.portal.audit.models import AuditEvent
from catchment.portal.my_account.models import EmailChange
from tests.mailbox import LINK
from tests.portal_people import PASSWORD

NEW = "owner.new@north.invalid"
ASK = "/account/e-mail/"


@pytest.fixture
def client_of_owner(people, as_person):
    client = as_person(None)
    client.post("/sign-in/", {"login": people.owner.email, "password": PASSWORD})
    client.post("/account/again/", {"password": PASSWORD, "next": ASK})
    return client


def ask(client, email: str = NEW) -> dict[str, str]:
    """Links by the address that got them."""
    sent.outbox.clear()
    assert client.post(ASK, {"email": email}).status_code == 200
    found = {}
    for letter in sent.outbox:
        links = LINK.findall(letter.body)
        found[letter.to[0]] = links[0].partition("testserver")[2] if links else ""
    return found


def test_it_changes_when_both_addresses_have_agreed(client_of_owner, people, client):
    links = ask(client_of_owner)
    assert set(links) == {people.owner.email, NEW}
    for order, address in enumerate((NEW, people.owner.email)):
        people.owner.refresh_from_db()
        assert people.owner.email != NEW, order
        assert client.post(links[address]).status_code == 200
    people.owner.refresh_from_db()
    assert people.owner.email == NEW
    assert [row.email for row in EmailAddress.objects.filter(user=people.owner)] == [NEW]
    assert client_of_owner.get("/account/").status_code == 302
    assert client.post("/sign-in/", {"login": NEW, "password": PASSWORD}).headers["Location"] == "/"
    assert AuditEvent.objects.filter(action="account.email_change", about=people.owner).exists()


def test_the_old_address_opens_nothing_afterwards(client_of_owner, people, client):
    old = people.owner.email
    for link in ask(client_of_owner).values():
        client.post(link)
    assert client.post("/sign-in/", {"login": old, "password": PASSWORD}).status_code == 200
    sent.outbox.clear()
    client.post("/sign-in/forgotten/", {"email": old})
    assert sent.outbox == []


def test_looking_at_the_links_changes_nothing(client_of_owner, people, client):
    for link in ask(client_of_owner).values():
        for _ in range(2):
            assert client.get(link).status_code == 200
    change = EmailChange.objects.get()
    assert (change.old_confirmed, change.new_confirmed) == (None, None)


def test_the_old_address_can_stop_it(client_of_owner, people, client):
    links = ask(client_of_owner)
    client.post(links[NEW])
    client.post(links[people.owner.email], {"stop": "1"})
    assert client.post(links[people.owner.email]).status_code == 404
    people.owner.refresh_from_db()
    assert people.owner.email != NEW


def test_the_new_address_cannot_stop_it(client_of_owner, people, client):
    links = ask(client_of_owner)
    client.post(links[NEW], {"stop": "1"})
    assert EmailChange.objects.open().count() == 1


def test_links_last_a_day_and_a_later_wish_ends_an_earlier(client_of_owner, people, client):
    first = ask(client_of_owner)
    second = ask(client_of_owner, "another@north.invalid")
    assert client.get(first[NEW]).status_code == 404
    EmailChange.objects.update(expires=timezone.now())
    assert client.get(second["another@north.invalid"]).status_code == 404


def test_a_taken_address_is_answered_like_any_other(client_of_owner, people, client):
    taken = people.stranger.email
    pages = {}
    for email in (NEW, taken):
        pages[email] = client_of_owner.post(ASK, {"email": email}).content.decode()
        pages[email] = re.sub(r'(nonce|value)="[^"]*"', "", pages[email]).replace(email, "ADDRESS")
    assert pages[NEW] == pages[taken]
    links = ask(client_of_owner, taken)
    assert links[taken] == ""
    client.post(links[people.owner.email])
    assert User.objects.filter(email=taken).get() == people.stranger


def test_an_address_that_gets_an_account_meanwhile_is_not_taken_from_it(client_of_owner, people, client):
    links = ask(client_of_owner)
    User.objects.create_user(NEW, PASSWORD, name="Grace Invented")
    client.post(links[NEW])
    assert client.post(links[people.owner.email]).status_code == 404
    people.owner.refresh_from_db()
    assert people.owner.email != NEW


def test_it_asks_for_the_password_once_more(people, as_person):
    client = as_person(None)
    client.post("/sign-in/", {"login": people.owner.email, "password": PASSWORD})
    assert client.get(ASK).headers["Location"].startswith("/account/again/?next=")
    assert client.post(ASK, {"email": NEW}).headers["Location"].startswith("/account/again/?next=")
    assert not EmailChange.objects.exists()


def test_a_form_that_was_sent_too_late_is_asked_for_again_not_acted_on(people, as_person):
    client = as_person(None)
    client.post("/sign-in/", {"login": people.owner.email, "password": PASSWORD})
    client.post(ASK, {"email": NEW})
    answer = client.post("/account/again/", {"password": PASSWORD, "next": ASK})
    assert answer.headers["Location"] == ASK
    assert not EmailChange.objects.exists()


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/team/", "/team/"),
        ("https://elsewhere.example.org/team/", "/"),
        ("http://testserver.example.org/", "/"),
        ("", "/"),
    ],
)
def test_one_is_led_back_to_the_page_of_the_form(people, as_person, referer, back):
    client = as_person(None)
    client.post("/sign-in/", {"login": people.owner.email, "password": PASSWORD})
    answer = client.post(ASK, {"email": NEW}, headers={"referer": referer} if referer else {})
    assert answer.headers["Location"] == f"/account/again/?{urlencode({'next': back})}"
    assert "then do it again" in client.get(answer.headers["Location"]).content.decode()
