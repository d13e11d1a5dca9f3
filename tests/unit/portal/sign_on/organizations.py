"""Two organizations that sign their people in: an OpenID provider on this machine, and one with SAML."""

import base64
import json
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from onelogin.saml2.utils import OneLogin_Saml2_Utils

CLIENT, SECRET = "catchment", "a secret that the organization gave us"
ENTITY = "https://idp.organization.example.org/"
MAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"


@dataclass
class OpenId:
    """The provider, and what it says of whoever comes."""

    url: str = ""
    says: dict = field(default_factory=dict)


@contextmanager
def open_id() -> Iterator[OpenId]:
    provider = OpenId()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {"/.well-known/openid-configuration": _configuration, "/userinfo": lambda it: it.says}
            self._answer(pages[urlsplit(self.path).path](provider))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer({"access_token": "word", "token_type": "Bearer", "id_token": _id_token(provider)})

        def _answer(self, content: dict) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def _configuration(provider: OpenId) -> dict:
    parts = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
    ends = {f"{name}_endpoint": f"{provider.url}/{path}" for name, path in parts.items()}
    return {"issuer": provider.url, "jwks_uri": f"{provider.url}/keys", **ends}


def _id_token(provider: OpenId) -> str:
    now = datetime.now(UTC)
    whole = {
        "iss": provider.url,
        "aud": CLIENT,
        "iat": now,
        "exp": now + timedelta(minutes=5),
        **provider.says,
    }
    return jwt.encode(whole, SECRET * 2, algorithm="HS256")


class Saml:
    """An organization's key, its certificate, and the answers that it signs."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.key = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        ).decode()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "invented organization")])
        now = datetime.now(UTC)
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        made = made.serial_number(7).not_valid_before(now).not_valid_after(now + timedelta(days=1))
        self.certificate = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()

    def answer(self, address: str, asked: str, *, person: str, email: str, signed: bool = True) -> str:
        """The form field that the organization's page would send back to the asking address."""
        request = _request_of(asked)
        now = datetime.now(UTC)
        words = {
            "now": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "soon": f"{now + timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}",
            "to": address,
            "asked": request.get("ID"),
            "audience": request.findtext("{*}Issuer"),
            "person": person,
            "email": email,
        }
        assertion = _ASSERTION.format(entity=ENTITY, mail=MAIL, **words)
        if signed:
            assertion = OneLogin_Saml2_Utils.add_sign(assertion, self.key, self.certificate).decode()
        whole = _RESPONSE.format(entity=ENTITY, assertion=assertion, **words)
        return base64.b64encode(whole.encode()).decode()


def _request_of(address: str) -> etree._Element:
    packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    return etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))


_RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" \
xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response" Version="2.0" IssueInstant="{now}" \
Destination="{to}" InResponseTo="{asked}"><saml:Issuer>{entity}</saml:Issuer><samlp:Status>\
<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}\
</samlp:Response>"""
_ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_assertion" \
Version="2.0" IssueInstant="{now}"><saml:Issuer>{entity}</saml:Issuer><saml:Subject>\
<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{person}</saml:NameID>\
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData \
NotOnOrAfter="{soon}" Recipient="{to}" InResponseTo="{asked}"/></saml:SubjectConfirmation></saml:Subject>\
<saml:Conditions NotBefore="{now}" NotOnOrAfter="{soon}"><saml:AudienceRestriction>\
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_s"><saml:AuthnContext><saml:AuthnContextClassRef>\
urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext>\
</saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="{mail}"><saml:AttributeValue>{email}\
</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
