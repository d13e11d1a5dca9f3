"""The log says what failed and where, and names nobody."""

import io
import logging
import time
from pathlib import Path

import pytest
from django.http import HttpRequest

from catchment.portal.security.logs import Discreet, masked
from tests.portal_people import PASSWORD
from tests.portal_release import NORTH, person_id

EMAIL = "ada.tester@example.org"
TOKEN = "Zk3vQ9xw2LmN8pRt5uYc7aBd1eFg4hJk"
PERSONAL = ("@", "ada.tester", "owner", person_id(NORTH, 1), TOKEN, "Northsample", "192.0.2.7")


@pytest.fixture
def log():
    """What the site's own handler writes while the test runs."""
    ours = [each for each in logging.getLogger().handlers if isinstance(each.formatter, Discreet)]
    assert len(ours) == 1
    stream, before = io.StringIO(), ours[0].stream
    ours[0].setStream(stream)
    yield stream
    ours[0].setStream(before)


def personal(text: str) -> list[str]:
    return [word for word in PERSONAL if word in text]


def test_odd_requests_leave_no_trace_of_anybody(people, as_person, log):
    member, stranger = as_person(people.owner), as_person(people.stranger)
    stranger.get(f"/roster/{person_id(NORTH, 1)}/")
    member.get(f"/no/{EMAIL}/{TOKEN}/?mail={EMAIL}")
    member.post("/week/", {"mail": EMAIL})
    member.get("/week/", HTTP_HOST=f"{EMAIL}.example.org")
    member.post("/sign-in/", {"login": EMAIL, "file": io.BytesIO(EMAIL.encode())})
    said = log.getvalue()
    assert personal(said) == []
    assert "404 GET /roster/<str:person_id>/" in said
    assert "404 GET (no such address)" in said
    assert "405 POST /week/" in said


def test_failing_to_sign_in_names_nobody(people, client, log):
    for _ in range(9):
        client.post("/sign-in/", {"login": people.owner.email, "password": "wrong"}, REMOTE_ADDR="192.0.2.7")
    client.post("/sign-in/", {"login": people.owner.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    assert "AXES" in log.getvalue()
    assert personal(log.getvalue()) == []
    assert PASSWORD not in log.getvalue()


def test_a_form_without_its_token_is_noted_without_what_it_held(people, log):
    from django.test import Client

    Client(enforce_csrf_checks=True).post("/sign-in/", {"login": EMAIL}, HTTP_ORIGIN=f"https://{EMAIL}")
    assert "403 POST /sign-in/" in log.getvalue()
    assert personal(log.getvalue()) == []


def test_a_fault_says_where_and_not_what_it_held(people, as_person, log, monkeypatch):
    from catchment.portal.dashboard import calls

    def breaks(*_args):
        try:
            raise KeyError(EMAIL)
        except KeyError as error:
            raise ValueError(f"no number: {EMAIL}\n2026-01-01T00:00:00Z INFO forged: all is well") from error

    monkeypatch.setattr(calls, "waiting", breaks)
    client = as_person(people.owner)
    client.raise_request_exception = False
    answer = client.get("/week/")
    assert answer.status_code == 500
    assert EMAIL not in answer.content.decode()
    said = log.getvalue()
    assert "500 GET /week/" in said
    assert "builtins.ValueError" in said
    assert "builtins.KeyError" in said
    assert "test_logs.py" in said
    assert personal(said) == []
    assert "forged" not in said


def written(message: object, *args: object, **more: object) -> str:
    record = logging.LogRecord("room", logging.WARNING, __file__, 1, message, args, None)
    vars(record).update(more)
    return Discreet().format(record)


def test_a_refused_request_takes_one_line(people, client, log):
    client.get("/", HTTP_HOST="elsewhere.example.org")
    assert log.getvalue().count("\n") == 1
    assert "django.security.DisallowedHost: 400 GET" in log.getvalue()


def test_moments_are_said_in_utc():
    record = logging.LogRecord("room", logging.WARNING, __file__, 1, "text", (), None)
    record.created = 0
    assert Discreet().format(record).startswith("1970-01-01T00:00:00Z WARNING room: ")


def test_nobody_forges_a_line():
    assert written("asked for %s", "a\n2026 WARNING b\r\x1b[31m\u2028c").count("\n") == 0
    assert "\x1b" not in written("\x1b[31m")


def test_a_record_that_does_not_fit_together_keeps_its_arguments_for_itself():
    assert EMAIL not in written("one %d", EMAIL)


def test_a_request_without_a_view_has_no_address():
    request = HttpRequest()
    request.method, request.path = "GET", f"/{EMAIL}/"
    assert written("Not Found: %s", request.path, request=request, status_code=404).endswith(
        "404 GET (no such address)"
    )


@pytest.mark.parametrize("text", [EMAIL, f"<{EMAIL}>", f"mailto:{EMAIL}?x", "a@b", f"/reset/{TOKEN}/"])
def test_addresses_and_tokens_are_masked(text):
    assert personal(masked(text)) == []


def test_what_strangers_send_is_cut_and_read_in_no_time():
    """A method may have as many letters as all headers together."""
    request, begun = HttpRequest(), time.process_time()
    request.method = "A" * 60_000
    said = written("Bad Request", request=request, status_code=400) + masked("." * 60_000)
    assert time.process_time() - begun < 1
    assert len(said) < 5_000


@pytest.mark.parametrize("local", ["a." * 50, "a." * 5_000])
def test_a_long_address_is_masked_whole(local):
    assert masked(f"to {local}b@example.org and on") == "to (an address) and on"


def test_the_systems_own_sentence_is_kept():
    try:
        Path(f"/no/such/{EMAIL}").read_text()
    except OSError as error:
        said = written("broke", exc_info=(type(error), error, error.__traceback__))
    assert "No such file or directory" in said
    assert EMAIL not in said
