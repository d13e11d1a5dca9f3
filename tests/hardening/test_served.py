"""The site as it is served for real: by its own server, behind a proxy that speaks TLS."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hardening.test_headers import assert_told
from tests.portal_people import PASSWORD
from tests.portal_site import ROOT, served

NAME = "data.example.org"
SECRET = "a secret of a test, which is long enough to be taken for one"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Proxy:
    """Calls the site as the proxy before it does."""

    port: int

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str):
        """The answer, read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        told = {"Host": NAME, "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.9"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with contextlib.closing(connection):
            connection.request(method, path, body, told | named)
            answer = connection.getresponse()
            answer.content = answer.read()
            return answer


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("log") / "log.txt"


@pytest.fixture(scope="module")
def proxy(tmp_path_factory, log) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("network")
    secret = folder / "secret"
    secret.write_text(SECRET)
    told = {"CATCHMENT_DEMO": "0", "CATCHMENT_HOSTS": NAME, "CATCHMENT_SECRET_KEY_FILE": str(secret)}
    with log.open("wb") as written, served(folder, written, **told) as site:
        yield Proxy(urllib.parse.urlsplit(site.url).port)


def cookies(answer) -> dict[str, tuple[str, set[str]]]:
    """The cookies that an answer sets: value, and what else is said of each, in small letters."""
    found = {}
    for line in answer.headers.get_all("Set-Cookie") or ():
        first, *rest = line.split("; ")
        name, _, value = first.partition("=")
        found[name] = value, {part.lower() for part in rest}
    return found


def test_without_tls_one_is_sent_to_it(proxy):
    answer = proxy.ask("GET", "/week/?page=2", X_Forwarded_Proto="http")
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{NAME}/week/?page=2"
    assert_told(answer)
    assert cookies(answer) == {}


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/no/such/page/"])
def test_browsers_are_told_to_use_tls_only(proxy, path):
    answer = proxy.ask("GET", path)
    assert_told(answer)
    told = re.fullmatch(r"max-age=(\d+); includeSubDomains", answer.headers["Strict-Transport-Security"])
    assert int(told[1]) >= YEAR


def sign_in(proxy: Proxy) -> tuple[object, str]:
    """The answer to signing in, and the session's cookie as it is sent back."""
    page = proxy.ask("GET", "/sign-in/")
    (name, (value, _said)), *_ = cookies(page).items()
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.content)[1].decode()
    form = {"login": "north@password.invalid", "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = proxy.ask(
        "POST",
        "/sign-in/",
        urllib.parse.urlencode(form).encode(),
        Content_Type="application/x-www-form-urlencoded",
        Cookie=f"{name}={value}",
        Origin=f"https://{NAME}",
    )
    return answer, "; ".join(f"{name}={value}" for name, (value, _) in cookies(answer).items())


def test_cookies_belong_to_this_host_alone(proxy):
    answer, _ = sign_in(proxy)
    assert answer.status == 302
    set_now = cookies(answer) | cookies(proxy.ask("GET", "/sign-in/"))
    assert set(set_now) == {"__Host-catchment_session", "__Host-catchment_csrf"}
    for value, said in set_now.values():
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= said
        assert not [part for part in said if part.startswith("domain")]
        assert len(value) < 4_000


def test_signing_in_opens_pages_and_signing_out_ends_the_session(proxy):
    _, cookie = sign_in(proxy)
    page = proxy.ask("GET", "/roster/", Cookie=cookie)
    assert page.status == 200
    assert_told(page)
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.content)[1]
    out = proxy.ask(
        "POST",
        "/sign-out/",
        b"csrfmiddlewaretoken=" + token,
        Content_Type="application/x-www-form-urlencoded",
        Cookie=cookie,
        Origin=f"https://{NAME}",
    )
    assert out.status == 302
    assert proxy.ask("GET", "/roster/", Cookie=cookie).status == 302


def test_a_session_gets_a_new_name_when_somebody_signs_in(proxy):
    forged = "__Host-catchment_session=abcdefghijklmnopqrstuvwxyz012345"
    assert proxy.ask("GET", "/week/", Cookie=forged).status == 302
    _, first = sign_in(proxy)
    _, second = sign_in(proxy)
    assert forged not in (first, second)
    assert re.search(r"session=(\w+)", first)[1] != re.search(r"session=(\w+)", second)[1]


def test_scripts_are_kept_by_browsers_and_obey_the_policy(proxy):
    script = re.search(rb'src="(/static/dist/site[^"]+\.js)"', proxy.ask("GET", "/").content)[1].decode()
    answer = proxy.ask("GET", script)
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    ["/static/", "/static/dist/", "/static/../settings.py", "/static/%2e%2e/urls.py", "/.git/config"],
)
def test_no_folder_and_nothing_beside_the_static_files_is_served(proxy, path):
    answer = proxy.ask("GET", path)
    assert answer.status == 404
    assert b"SECRET" not in answer.content


def test_the_server_does_not_say_what_it_is(proxy):
    told = " ".join(value for _, value in proxy.ask("GET", "/").headers.items()).lower()
    for name in ("granian", "django", "python", "catchment/"):
        assert name not in told


@pytest.mark.parametrize(
    "said",
    [
        "a/b; charset=base64",
        "a/b; charset=utf-7",
        "a/b; charset=undefined",
        "a/b; charset=UTF-16; x=y",
        "a/b; charset=base64; charset=utf-8",
        "a/b; charset*=utf-8''utf-7",
        "a/b; x*=none''%41",
        "multipart/form-data; boundary*=idna''%41",
    ],
)
def test_a_request_in_another_alphabet_is_refused(proxy, said):
    answer = proxy.ask("GET", "/sign-in/?next=%2B2AA-", Content_Type=said)
    assert answer.status == 400
    assert_told(answer)


@pytest.mark.parametrize(
    "said", ["", "text/html", "text/html; charset=UTF-8", 'multipart/form-data; boundary=a"b']
)
def test_a_request_in_utf_8_is_read(proxy, said):
    assert proxy.ask("GET", "/sign-in/", Content_Type=said).status == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_odd_methods_open_nothing(proxy, method):
    assert proxy.ask(method, "/roster/").status in (302, 400, 403, 404, 405)


def test_a_large_body_is_refused_before_it_is_sent(proxy):
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=20) as line:
        head = ("POST /sign-in/ HTTP/1.1", f"Host: {NAME}", "X-Forwarded-Proto: https")
        line.sendall("\r\n".join((*head, "Content-Length: 3000000000", "", "")).encode())
        assert b" 413 " in line.recv(64)


def test_endless_headers_are_refused(proxy):
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=20) as line:
        with contextlib.suppress(ConnectionError):
            line.sendall(f"GET / HTTP/1.1\r\nHost: {NAME}\r\nX-Forwarded-Proto: https\r\n".encode())
            line.sendall(b"X-A: " + b"a" * 100_000 + b"\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            assert b" 200 " not in line.recv(64)


def test_two_lengths_are_refused(proxy):
    """A proxy could believe the one and the site the other, and take the rest for another request."""
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=20) as line:
        head = ("POST /sign-in/ HTTP/1.1", f"Host: {NAME}", "Content-Length: 5", "Content-Length: 6")
        line.sendall("\r\n".join((*head, "", "abcdef")).encode())
        assert b" 400 " in line.recv(64)


def test_the_log_of_all_this_names_nobody(proxy, log):
    """Last of this file: what the server wrote while the others ran."""
    proxy.ask("GET", "/reset/ada.tester@example.org/Zk3vQ9xw2LmN8pRt5uYc7aBd1eFg4hJk/")
    said = log.read_text()
    assert "404 GET (no such address)" in said
    assert not re.search(r"@|password\.invalid|198\.51\.100|Zk3vQ9|session=|Invented", said)


def test_a_deployed_site_passes_the_deployment_check(tmp_path):
    told = {
        "CATCHMENT_RELEASES": str(tmp_path),
        "CATCHMENT_DATABASE": str(tmp_path / "portal.sqlite3"),
        "CATCHMENT_INBOX": str(tmp_path),
        "CATCHMENT_SECRET_KEY": SECRET,
        "CATCHMENT_HOSTS": NAME,
        "DJANGO_SETTINGS_MODULE": "catchment.portal.settings",
    }
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CATCHMENT_", "DJANGO_"))
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=kept | told, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout
