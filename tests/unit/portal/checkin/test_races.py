"""Two browsers, one link, the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from catchment.portal import consents
from catchment.portal.checkin.models import Answer, CorrectedEmail
from tests.portal_checkin import SOMEBODY, TODAY, by_mail
from tests.portal_people import agreements, person
from tests.portal_release import NORTH

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY = 6


@pytest.fixture
def address(published, as_person, inbox, day, not_watched) -> str:
    consents.load(agreements())
    return by_mail(as_person(person("asks@north.invalid", partners=(NORTH,))))


def at_once(acts: list[Callable[[], int]]) -> list[int]:
    """What each act answers when all begin together."""
    ready, answers = threading.Barrier(len(acts)), []

    def run(act: Callable[[], int]) -> None:
        ready.wait(30)
        answers.append(act())
        connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(answers)


def opened(address: str) -> Client:
    visitor = Client()
    assert visitor.post(address).status_code == 302
    return visitor


def test_one_answer_counts(address):
    visitors = [opened(address) for _ in range(MANY)]
    answers = ["teaching", "need_help"] * (MANY // 2)
    said = at_once(
        [
            lambda visitor=visitor, answer=answer: (
                visitor.post("/check-in/answer/", {"answer": answer}).status_code
            )
            for visitor, answer in zip(visitors, answers, strict=True)
        ]
    )
    assert said == [302] + [410] * (MANY - 1)
    assert Answer.objects.count() == 1


def test_one_correction_counts(address):
    visitors = [opened(address) for _ in range(MANY)]
    said = at_once(
        [
            lambda visitor=visitor, number=number: (
                visitor.post("/check-in/email/", {"email": f"new{number}@teacher.invalid"}).status_code
            )
            for number, visitor in enumerate(visitors)
        ]
    )
    assert said == [302] + [410] * (MANY - 1)
    assert CorrectedEmail.objects.count() == 1


def test_stopping_wins_over_answering(address):
    """Whichever comes first: afterwards the partner sees nothing, and the link is closed."""
    one, other = opened(address), opened(address)
    said = at_once(
        [
            lambda: one.post("/check-in/answer/", {"answer": "teaching"}).status_code,
            lambda: other.post("/check-in/stop/").status_code,
        ]
    )
    assert said[0] == 200
    assert SOMEBODY not in consents.people(NORTH, TODAY)
    for visitor in (one, other, Client()):
        assert visitor.get("/check-in/").status_code == 410
