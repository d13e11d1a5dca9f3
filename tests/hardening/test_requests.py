"""What a request may bring: nothing large, no files, no foreign host, no form from elsewhere."""

import io

import pytest
from django.test import Client

from catchment.portal.security import visitor
from tests.portal_people import PASSWORD


@pytest.fixture
def strict():
    """A browser whose forms are checked, and which sees the page of a refusal."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def trusting():
    """A browser whose forms come with their token."""
    return Client(raise_request_exception=False)


def test_more_than_the_site_takes_is_not_read(people, strict, settings):
    class Unread(io.BytesIO):
        def read(self, *_args):
            raise AssertionError("the body was read")

    answer = strict.generic(
        "POST",
        "/sign-in/",
        b"",
        "application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "too much at once" in answer.content.decode()


@pytest.mark.parametrize(("length", "status"), [("9" * 30, 413), ("-1", 400), ("ten", 400), ("1e3", 400)])
def test_a_length_that_is_none_is_refused(people, strict, length, status):
    assert strict.generic("POST", "/sign-in/", b"", CONTENT_LENGTH=length).status_code == status


@pytest.mark.parametrize("address", ["/roster/?q=%00", "/schools/%00/", "/sign-in/?next=a%00b"])
def test_an_address_with_a_null_character_is_malformed(people, trusting, address):
    assert trusting.get(address).status_code == 400


def test_no_page_takes_files(people, trusting):
    answer = trusting.post("/sign-in/", {"login": io.BytesIO(b"a file")})
    assert answer.status_code == 400
    assert "could not read" in answer.content.decode()


def test_a_thousand_fields_are_too_many(people, trusting):
    fields = {f"field{number}": "" for number in range(1_000)}
    assert trusting.post("/sign-in/", fields).status_code == 400


@pytest.mark.parametrize("host", ["elsewhere.example.org", "localhost.example.org", "localhost:8000@x", ""])
def test_the_site_answers_to_its_own_names(people, strict, host):
    assert strict.get("/", HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize(
    ("host", "status"),
    [("testserver:8443", 400), ("testserver:443", 200), ("localhost:8000", 200), ("[::1]:8000", 200)],
)
def test_it_has_one_port_but_on_this_machine(people, strict, settings, host, status):
    """A letter's link leads to where the page was asked for that sends it."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "[::1]"]
    assert strict.get("/sign-in/", HTTP_HOST=host).status_code == status


def test_a_forwarded_host_counts_for_nothing(people, client):
    answer = client.get("/week/", HTTP_X_FORWARDED_HOST="elsewhere.example.org")
    assert answer.headers["Location"] == "/sign-in/?next=/week/"


def test_a_form_without_its_token_does_nothing(people, strict):
    form = {"login": people.owner.email, "password": PASSWORD}
    assert strict.post("/sign-in/", form).status_code == 403
    assert strict.get("/week/").status_code == 302


def test_a_form_from_elsewhere_does_nothing(people, strict):
    strict.get("/sign-in/")
    token = next(cookie.value for name, cookie in strict.cookies.items() if name.endswith("csrf"))
    form = {"login": people.owner.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert strict.post("/sign-in/", form, HTTP_ORIGIN="https://elsewhere.example.org").status_code == 403
    assert strict.post("/sign-in/", form, HTTP_ORIGIN="http://testserver").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.9", "192.0.2.7"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (2, "203.0.113.5, 198.51.100.9, 192.0.2.1", "198.51.100.9"),
        (1, "", "192.0.2.7"),
        (1, "nonsense", None),
    ],
)
def test_the_address_is_what_our_own_proxies_say(rf, settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert visitor.address(rf.get("/", REMOTE_ADDR="192.0.2.7", **more)) == address


def test_failures_are_counted_by_that_address(people, settings):
    """Who writes the header themselves adds one more name to it, and is counted all the same."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [
        Client()
        .post(
            "/sign-in/",
            {"login": people.owner.email, "password": "wrong"},
            HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.9",
        )
        .status_code
        for number in range(9)
    ]
    assert answers[-1] == 429
