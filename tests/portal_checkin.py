"""A partner who asked a teacher, and the teacher's browser."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from catchment.portal.checkin.models import Link
from tests.portal_release import AS_OF, NORTH, person_id

TODAY = AS_OF
SOMEBODY = person_id(NORTH, 3)


@pytest.fixture
def inbox(tmp_path, settings) -> Path:
    settings.CATCHMENT_INBOX = tmp_path / "inbox"
    return settings.CATCHMENT_INBOX


@pytest.fixture
def not_watched(settings) -> None:
    """For requests at the same time: the watch over the audit takes the last events for its own request's."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("tests.audit_watch")]


@pytest.fixture
def day(monkeypatch) -> date:
    monkeypatch.setattr("catchment.portal.clock.timezone.localdate", lambda: TODAY)
    return TODAY


@pytest.fixture
def owner(people, as_person, inbox, day) -> Client:
    """The browser of somebody of the North."""
    return as_person(people.owner)


@pytest.fixture
def address(owner) -> str:
    """The path of a link for `SOMEBODY`."""
    return make(owner)


@pytest.fixture
def teacher(address) -> Client:
    """A browser in which the teacher opened the link."""
    visitor = Client()
    assert visitor.post(address).status_code == 302
    return visitor


@pytest.fixture
def mailed(owner) -> Client:
    """A browser in which the teacher opened the link that was mailed to them."""
    visitor = Client()
    assert visitor.post(by_mail(owner)).status_code == 302
    return visitor


def make(client: Client, person: str = SOMEBODY) -> str:
    made = client.post(f"/roster/{person}/check-in/", {"how": "link"})
    assert made.status_code == 200
    return re.search(r'value="http://testserver(/check-in/link/[\w-]+/)"', made.content.decode())[1]


def by_mail(client: Client, person: str = SOMEBODY) -> str:
    """The path of a link that went to the teacher's address, and that the partner was not shown."""
    made = client.post(f"/roster/{person}/check-in/", {"how": "mail"})
    path = re.search(r"http://testserver(/check-in/link/[\w-]+/)", mail.outbox.pop().body)[1]
    assert path not in made.content.decode()
    return path


def only_link() -> Link:
    return Link.objects.get()


def batches(inbox: Path) -> list[dict[str, list[dict[str, str]]]]:
    """The batches of an inbox in their order: table -> rows."""
    return [
        {file.stem: list(csv.DictReader(file.read_text().splitlines())) for file in sorted(folder.iterdir())}
        for folder in sorted(inbox.iterdir())
    ]
