"""One invitation that several browsers use at the same moment makes one account, and lets one of them in."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail as sent
from django.db import connections
from django.test import Client

from catchment.portal.accounts.models import Membership, User
from catchment.portal.audit.models import AuditEvent
from catchment.portal.invitations import accepting
from catchment.portal.invitations.models import Invitation
from tests.mailbox import LINK
from tests.portal_people import belongs, person
from tests.portal_release import NORTH

AT_ONCE = 6
NEW = "grace@north.invalid"
PASSWORDS = [f"seven unlikely marbles whistle {number}" for number in range(AT_ONCE)]


@pytest.fixture
def opened(transactional_db, published, as_person) -> list[Client]:
    """Browsers that have all opened the same invitation."""
    admin = person("admin@north.invalid")
    belongs(admin, NORTH, "partner_admin")
    form = {"email": NEW, "name": "Grace Invented", "partner": NORTH, "role": "partner_viewer"}
    as_person(admin).post("/team/invitations/", form)
    [link] = LINK.findall(sent.outbox[-1].body)
    browsers = [Client() for _ in range(AT_ONCE)]
    for browser in browsers:
        browser.post(link.partition("testserver")[2])
    return browsers


@pytest.fixture
def slowly(monkeypatch):
    """Joining takes long enough for everybody else to come."""
    join = accepting._join

    def slow(*of) -> None:
        time.sleep(0.2)
        join(*of)

    monkeypatch.setattr(accepting, "_join", slow)


def test_of_many_at_once_one_gets_in(opened, slowly):
    ready = Barrier(AT_ONCE)

    def use(number: int) -> bool:
        ready.wait()
        form = {"name": f"Number {number}", "password": PASSWORDS[number]}
        try:
            return opened[number].post("/invitation/", form).status_code == 302
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        entered = [number for number, got_in in enumerate(threads.map(use, range(AT_ONCE))) if got_in]
    assert len(entered) == 1
    [winner] = entered
    grace = User.objects.get(email=NEW)
    assert (grace.name, grace.check_password(PASSWORDS[winner])) == (f"Number {winner}", True)
    signed_in = [number for number in range(AT_ONCE) if "_auth_user_id" in opened[number].session]
    assert signed_in == entered
    assert Membership.objects.filter(person=grace).count() == 1
    assert AuditEvent.objects.filter(action="invitation.accept").count() == 1


def test_an_invitation_taken_back_while_it_is_used_gives_either_all_or_nothing(opened):
    invitation = Invitation.objects.get()
    Invitation.objects.update(revoked=invitation.sent)
    with pytest.raises(Exception, match="no longer works"):
        accepting.accept(invitation, name="Grace", password=PASSWORDS[0])
    assert not User.objects.filter(email=NEW).exists()
