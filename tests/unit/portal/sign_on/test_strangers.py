"""What strangers send to the addresses of single sign-on, which ask for no form's token."""

import base64
import zlib

import pytest
from django.contrib.sessions.models import Session

from catchment.portal.sign_on import views
from tests.unit.portal.sign_on.test_sign_on import HOST, north, south, told

__all__ = ["north", "south", "told"]

SAML = "/sign-in/saml/south-district/"
ODD = (
    b"",
    b"x",
    b"<a",
    b"\xff\xfe",
    b"<a>" * 3_000,
    b"<!DOCTYPE a><a/>",
    b"<?xml version='1.0' encoding='no'?><a/>",
)
EMPTY = b"<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'/>"


@pytest.fixture
def visitor(people, client):
    """Whom no failure of ours reaches as an exception."""
    client.raise_request_exception = False
    client.defaults["HTTP_HOST"] = HOST
    return client


def packed(said: bytes) -> str:
    return base64.b64encode(said).decode()


def kept() -> int:
    return Session.objects.count()


@pytest.mark.parametrize("said", [*(packed(each) for each in ODD), "!!!", "é", "AAAAA"])
def test_an_answer_that_is_none_is_refused_and_not_kept(visitor, said):
    assert visitor.post(f"{SAML}back/", {"SAMLResponse": said}).status_code == 400
    assert visitor.get(f"{SAML}back/").status_code == 400
    assert kept() == 0


def test_an_answer_with_nothing_in_it_is_refused(visitor):
    visitor.post(f"{SAML}back/", {"SAMLResponse": packed(EMPTY)})
    assert visitor.get(f"{SAML}back/finish/").status_code == 400
    assert kept() == 0


def test_nothing_is_kept_for_an_organization_that_is_not_ours(visitor):
    answer = visitor.post("/sign-in/saml/nope/back/", {"SAMLResponse": packed(EMPTY)})
    assert answer.status_code == 404
    assert kept() == 0


def test_a_large_answer_is_not_kept(visitor):
    much = EMPTY + b" " * views.LARGEST_ANSWER
    assert visitor.post(f"{SAML}back/", {"SAMLResponse": packed(much)}).status_code == 413
    assert kept() == 0


def test_answers_have_an_end(visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "sign_on": "2/m/ip"}
    codes = [visitor.post(f"{SAML}back/", {"SAMLResponse": packed(EMPTY)}).status_code for _ in range(3)]
    assert codes == [302, 302, 429]


@pytest.mark.parametrize("name", ["SAMLRequest", "SAMLResponse"])
@pytest.mark.parametrize(
    "said", [*(packed(zlib.compress(each)[2:-4]) for each in ODD), packed(EMPTY), "!", "é"]
)
def test_an_end_that_nobody_can_read_is_refused(visitor, name, said):
    assert visitor.get(f"{SAML}ended/", {name: said}).status_code == 400


@pytest.mark.parametrize("page", ["/sign-in/with/north-district/", SAML])
@pytest.mark.parametrize("process", ["connect", "redirect", "x"])
def test_single_sign_on_signs_in_and_does_nothing_else(visitor, page, process):
    assert visitor.get(page, {"process": process}).status_code == 404
    assert visitor.get(page).status_code == 302
