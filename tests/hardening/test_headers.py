"""What every answer of the site tells a browser, whatever the answer is."""

import pytest
from django.test import Client

from catchment.portal.security import browser
from tests.portal_release import NORTH, person_id

ANSWERS = (
    ("GET", "/", 200),
    ("GET", "/sign-in/", 200),
    ("GET", "/week/", 302),
    ("GET", "/no/such/page/", 404),
    ("POST", "/definitions/", 405),
    ("GET", "/static/dist/no-such-file.js", 404),
)
SIGNED_IN = (
    ("/week/", 200),
    ("/roster/", 200),
    (f"/roster/{person_id(NORTH, 1)}/", 200),
    ("/region/schools.geojson", 200),
    ("/schools.csv", 200),
    ("/schools.xlsx", 200),
    ("/desk/", 404),
)


def assert_told(answer) -> None:
    told = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in told["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["script-src"] == "" or policy["script-src"].startswith("'nonce-")
    assert "unsafe" not in told["Content-Security-Policy"]
    assert "http" not in told["Content-Security-Policy"]
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["X-Frame-Options"] == "DENY"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in told["Permissions-Policy"]
    assert "no-store" in told["Cache-Control"]
    assert not [name for name in told if name.lower().startswith("access-control-")]
    if "text/" in told.get("Content-Type", ""):
        assert "charset=utf-8" in told["Content-Type"]


@pytest.mark.parametrize(("method", "address", "status"), ANSWERS)
def test_everybody_is_told(people, client, method, address, status):
    answer = client.generic(method, address)
    assert answer.status_code == status
    assert_told(answer)


@pytest.mark.parametrize(("address", "status"), SIGNED_IN)
def test_who_signed_in_is_told(people, as_person, address, status):
    answer = as_person(people.owner).get(address)
    assert answer.status_code == status
    assert_told(answer)


def test_refusals_are_told_too(people, settings):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    refusals = {
        403: client.post("/sign-in/", {"login": "a@example.org"}),
        413: client.generic("POST", "/sign-in/", b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)),
        400: client.get("/", HTTP_HOST="elsewhere.example.org"),
    }
    for status, answer in refusals.items():
        assert answer.status_code == status
        assert_told(answer)


def test_a_fault_is_told_too(people, as_person, monkeypatch):
    from catchment.portal.dashboard import calls

    monkeypatch.setattr(calls, "waiting", lambda *_args: 1 / 0)
    client = as_person(people.owner)
    client.raise_request_exception = False
    answer = client.get("/week/")
    assert answer.status_code == 500
    assert_told(answer)


def test_an_answer_may_say_otherwise(rf):
    from django.http import HttpResponse

    kept = HttpResponse(headers={"Cache-Control": "max-age=60, public"})
    assert browser.HeadersMiddleware(lambda _request: kept)(rf.get("/")).headers["Cache-Control"] == (
        "max-age=60, public"
    )
