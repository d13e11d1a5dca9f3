"""A browser signs in to the site as it is deployed: over TLS, behind a proxy, with cookies of one host."""

import datetime
import http.client
import re
import ssl
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import expect

from tests.browser.test_people import sign_in
from tests.portal_site import served

pytestmark = pytest.mark.browser

SECRET = "a secret of a test, which is long enough to be taken for one"
OWN = ("transfer-encoding", "connection", "content-length")


def certificate(folder: Path) -> Path:
    """One for this machine, signed by itself, with its key in the same file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def handler(port: int) -> type[BaseHTTPRequestHandler]:
    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told = {**self.headers, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.client_address[0]}
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
                line.request(self.command, self.path, body, told)
                answer = line.getresponse()
                content = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in OWN:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = pass_on

        def log_message(self, *_args: object) -> None:
            """Says nothing: a test is no place for a log."""

    return Proxy


@pytest.fixture(scope="module")
def deployed(tmp_path_factory) -> Iterator[str]:
    """The address of the site behind a proxy with a certificate."""
    folder = tmp_path_factory.mktemp("network")
    told = {"CATCHMENT_DEMO": "0", "CATCHMENT_HOSTS": "localhost", "CATCHMENT_SECRET_KEY": SECRET}
    with served(folder, **told) as site:
        proxy = ThreadingHTTPServer(("127.0.0.1", 0), handler(urllib.parse.urlsplit(site.url).port))
        proxy.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(tmp_path_factory.mktemp("tls")))
        proxy.socket = context.wrap_socket(proxy.socket, server_side=True)
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"https://localhost:{proxy.server_port}"
        proxy.shutdown()
        proxy.server_close()


@pytest.fixture
def page(browser, deployed):
    context = browser.new_context(base_url=deployed, ignore_https_errors=True)
    visitor = context.new_page()
    complaints: list[str] = []
    visitor.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    yield visitor
    context.close()
    assert complaints == []


def test_somebody_signs_in_works_and_leaves(page):
    sign_in(page, "north@password.invalid")
    kept = {each["name"]: each for each in page.context.cookies()}
    assert set(kept) == {"__Host-catchment_session", "__Host-catchment_csrf"}
    assert all(each["secure"] and each["httpOnly"] and each["path"] == "/" for each in kept.values())
    assert page.evaluate("document.cookie") == ""
    page.goto("/roster/")
    page.get_by_label("Status").select_option(label="Completed")
    expect(page.locator("#list")).to_contain_text("of 10 rows")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.goto("/roster/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_the_map_draws_under_the_policy_of_a_deployed_site(page):
    sign_in(page, "north@password.invalid")
    page.goto("/region/")
    page.get_by_role("button", name="Show the map").click()
    page.locator("#map[data-ready]").wait_for(timeout=30_000)
