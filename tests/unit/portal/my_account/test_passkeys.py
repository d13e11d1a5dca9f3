"""What is no passkey is a wrong passkey: the page says so, and nothing of ours fails."""

import pytest

from tests.portal_people import just_signed_in

BASE = '{"id":"YQ","rawId":"YQ","type":"public-key","response":'
NONE = (
    "not JSON",
    "{}",
    "[]",
    "1",
    '"x"',
    '{"id":1}',
    '{"response":[]}',
    "[" * 100_000,
    BASE + '{"clientDataJSON":"e30","attestationObject":"AA"}}',
    BASE + '{"userHandle":"MQ","clientDataJSON":"e30","authenticatorData":"AA","signature":"AA"}}',
)


@pytest.mark.parametrize("said", NONE)
@pytest.mark.parametrize("page", ["/account/passkeys/add/", "/account/again/passkey/"])
def test_of_who_is_signed_in(people, as_person, page, said):
    client = just_signed_in(as_person(people.staff), people.staff)
    client.get(page)
    client.raise_request_exception = False
    answer = client.post(page, {"credential": said, "name": "Key"})
    assert answer.status_code < 500


@pytest.mark.parametrize("said", NONE)
def test_of_who_wants_to_sign_in(people, client, said):
    client.raise_request_exception = False
    client.get("/sign-in/passkey/", headers={"x-requested-with": "XMLHttpRequest"})
    answer = client.post("/sign-in/passkey/", {"credential": said})
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
