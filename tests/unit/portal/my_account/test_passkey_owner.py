"""A passkey opens an account alone, so it must say each time that a finger, a face or a PIN was asked for."""

import hashlib
import json
import struct

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

from catchment.portal.accounts.models import User
from tests.portal_people import PASSWORD

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
SITE = hashlib.sha256(b"testserver").digest()


class Passkey:
    """A device's key for a person's account; it says of its owner what it is told to say."""

    def __init__(self, person: User) -> None:
        self.person, self.id = person, f"key of person {person.pk}".encode()
        self.key = ec.generate_private_key(ec.SECP256R1())
        data = {"name": "Key", "credential": self._registration()}
        Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)

    def _said(self, response: dict[str, str]) -> dict:
        number = websafe_encode(self.id)
        extensions = {"credProps": {"rk": True}}
        key = {"id": number, "rawId": number, "type": "public-key", "clientExtensionResults": extensions}
        return key | {"response": response}

    def _registration(self) -> dict:
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        flags = struct.pack(">BI", PRESENT | VERIFIED | WITH_KEY, 0)
        data = SITE + flags + bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": websafe_encode(_client("webauthn.create", "AAAA")),
            "attestationObject": websafe_encode(attested),
        }
        return self._said(response)

    def answer(self, challenge: str, flags: int) -> str:
        """What the device sends back to a challenge."""
        client, data = _client("webauthn.get", challenge), SITE + struct.pack(">BI", flags, 1)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "userHandle": websafe_encode(str(user_pk_to_url_str(self.person)).encode()),
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signed),
        }
        return json.dumps(self._said(response))


def _client(kind: str, challenge: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": "https://testserver"}).encode()


@pytest.fixture
def passkey(people) -> Passkey:
    Authenticator.objects.filter(user=people.staff).delete()
    return Passkey(people.staff)


def challenge(client: Client) -> str:
    return client.session["mfa.webauthn.state"]["challenge"]


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(("flags", "lets_in"), [(PRESENT | VERIFIED, True), (PRESENT, False)])
def test_a_passkey_alone_lets_in_whom_it_recognised(passkey, client, flags, lets_in):
    client.get("/sign-in/passkey/", headers={"x-requested-with": "XMLHttpRequest"})
    client.post("/sign-in/passkey/", {"credential": passkey.answer(challenge(client), flags)})
    assert is_in(client) is lets_in
    assert client.get("/desk/").status_code == (200 if lets_in else 302)


@pytest.mark.parametrize(("flags", "lets_in"), [(PRESENT | VERIFIED, True), (PRESENT, False)])
def test_nor_does_the_challenge_of_somebodys_second_step_let_in_another(
    people, passkey, client, flags, lets_in
):
    """With an account of one's own, and a found device that was not asked who holds it."""
    Passkey(people.stranger)
    client.post("/sign-in/", {"login": people.stranger.email, "password": PASSWORD})
    client.get("/sign-in/second-step/")
    session = client.session
    session["account_login"]["initiated_at"] -= 3600
    session.save()
    client.get("/privacy/")
    client.post("/sign-in/passkey/", {"credential": passkey.answer(challenge(client), flags)})
    assert is_in(client) is lets_in
