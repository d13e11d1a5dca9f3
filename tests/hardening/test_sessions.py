"""A session ends after an hour without a page, after twelve hours in any case, and when one signs out."""

import time

import pytest
from django.contrib.sessions.models import Session

from catchment.portal.security import sessions
from tests.portal_people import PASSWORD


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""

    class Clock:
        now = time.time()

        def forward(self, seconds: float) -> None:
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(sessions.time, "time", lambda: clock.now)
    return clock


@pytest.fixture
def member(people, clock, as_person):
    return as_person(people.owner)


def is_in(client) -> bool:
    return client.get("/roster/").status_code == 200


def test_an_hour_without_a_page_ends_it(member, clock):
    clock.forward(sessions.IDLE - 1)
    assert is_in(member)
    clock.forward(sessions.IDLE + 1)
    assert not is_in(member)
    assert Session.objects.count() == 0


def test_pages_keep_it_open_for_a_working_day_and_no_longer(member, clock):
    for _ in range(23):
        clock.forward(sessions.LONGEST / 24)
        assert is_in(member)
    clock.forward(sessions.LONGEST / 24 + 1)
    assert not is_in(member)


def test_signing_in_again_begins_anew(people, member, clock):
    clock.forward(sessions.LONGEST + 1)
    assert not is_in(member)
    member.post("/sign-in/", {"login": people.owner.email, "password": PASSWORD})
    assert is_in(member)


def test_it_is_written_once_a_minute_at_most(member, clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def writes() -> int:
        with CaptureQueriesContext(connection) as seen:
            member.get("/region/")
        return sum('UPDATE "django_session"' in query["sql"] for query in seen.captured_queries)

    clock.forward(sessions.WRITTEN_EVERY + 1)
    assert writes() == 1
    clock.forward(sessions.WRITTEN_EVERY / 2)
    assert writes() == 0


def test_a_page_that_asks_how_long_keeps_nothing_open(member, clock):
    clock.forward(sessions.IDLE - 240)
    assert int(member.get("/session/").content) in (239, 240)
    assert int(member.get("/session/").content) in (239, 240)
    clock.forward(241)
    assert member.get("/session/").status_code == 302


def test_a_pressed_button_keeps_it_open(member, clock):
    clock.forward(sessions.IDLE - 240)
    assert int(member.post("/session/").content) == sessions.IDLE
    clock.forward(241)
    assert is_in(member)


def test_the_end_of_the_day_comes_all_the_same(member, clock):
    for _ in range(23):
        clock.forward(sessions.LONGEST / 24)
        member.post("/session/")
    assert int(member.post("/session/").content) <= sessions.LONGEST / 24


def test_pages_are_told_when_to_ask(member):
    page = member.get("/week/").content.decode()
    assert f'data-session="/session/" data-idle="{sessions.IDLE}"' in page


def test_signing_out_ends_it_on_the_server_and_clears_the_browser(member):
    key = member.session.session_key
    answer = member.post("/sign-out/")
    assert not Session.objects.filter(session_key=key).exists()
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in member.get("/").headers


def test_an_account_that_is_closed_has_no_session_any_more(people, member):
    assert is_in(member)
    people.owner.is_active = False
    people.owner.save()
    assert not is_in(member)


def test_a_new_password_ends_the_sessions_elsewhere(people, member):
    people.owner.set_password("another long enough sentence")
    people.owner.save()
    assert not is_in(member)


def test_a_session_is_a_row_of_ours_and_never_what_the_browser_says(people, client, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "0" * 32
    assert not is_in(client)
    assert Session.objects.count() == 0
