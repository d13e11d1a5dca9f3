"""What is over does not stay: sessions, and the addresses from which people signed in or tried to."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.portal_people import PASSWORD


@pytest.fixture
def sign_in(people):
    def sign_in(password: str = PASSWORD) -> Client:
        client = Client()
        client.post("/sign-in/", {"login": people.owner.email, "password": password})
        return client

    cache.clear()
    return sign_in


def test_signing_in_takes_away_the_sessions_that_ended(sign_in):
    gone, stays = (sign_in().session.session_key for _ in range(2))
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {gone, stays}
    Session.objects.filter(session_key=gone).update(expire_date=timezone.now() - timedelta(minutes=1))
    cache.clear()
    left = {stays, sign_in().session.session_key}
    assert set(Session.objects.values_list("session_key", flat=True)) == left
    assert set(UserSession.objects.values_list("session_key", flat=True)) == left


def test_no_list_of_who_signed_in_is_kept_beside_the_record(sign_in):
    sign_in().post("/sign-out/")
    assert AccessLog.objects.count() == 0


def test_what_was_typed_wrongly_is_kept_no_longer_than_it_counts(sign_in):
    sign_in("a wrong one")
    assert AccessAttempt.objects.count() == 1
    AccessAttempt.objects.update(
        attempt_time=timezone.now() - timedelta(minutes=16), username="x@example.org"
    )
    sign_in()
    assert AccessAttempt.objects.count() == 0
