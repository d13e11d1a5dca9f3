"""What people type or are called stays text: in pages, in queries, in headers, in files."""

import re

import pytest
from django.utils import timezone

from catchment.portal.checkin.models import CorrectedEmail
from tests.portal_release import NORTH, person_id

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
QUERIES = (
    "' OR 1=1 --",
    "%'; DROP TABLE teachers; --",
    "\\",
    "%",
    "_",
    "{{ 7*7 }}",
    "${7*7}",
    "🙂" * 60,
)


@pytest.mark.parametrize("page", ["/roster/", "/schools/"])
def test_markup_in_an_address_stays_text(people, as_person, page):
    answer = as_person(people.owner).get(
        page, {"q": MARKUP, "status": MARKUP, "sort": MARKUP, "page": MARKUP}
    )
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert(1)" in answer.content.decode()


def test_markup_in_a_name_stays_text(people, as_person):
    people.owner.name = MARKUP
    people.owner.save()
    text = as_person(people.owner).get("/week/").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_nothing_but_what_it_says(people, as_person, query):
    answer = as_person(people.owner).get("/roster/", {"q": query})
    assert answer.status_code == 200
    assert "<td" not in answer.content.decode()


def test_an_address_adds_nothing_to_a_letter(people, as_person):
    """A letter that somebody begins from a page goes to the one address, whatever that holds."""
    at = {"partner_id": NORTH, "person_id": person_id(NORTH, 3), "at": timezone.now()}
    CorrectedEmail.objects.create(**at, email="north03?bcc=b%40c.invalid&x=@teacher.invalid")
    client = as_person(people.owner)
    for page in (f"/roster/{at['person_id']}/", "/week/"):
        links = re.findall(r'href="mailto:([^"]+)"', client.get(page).content.decode())
        assert "north03%3Fbcc%3Db%2540c.invalid%26x%3D@teacher.invalid" in links
        assert [link for link in links if "?" in link] == []


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: x=y", "a\nb", "%0d%0aSet-Cookie: x=y"])
def test_no_address_adds_a_header(people, client, value):
    answer = client.get("/week/", {"next": value})
    assert "x=y" not in str(answer.headers.get("Set-Cookie", ""))
    assert "\n" not in answer.headers["Location"]


@pytest.mark.parametrize(
    "to", ["https://elsewhere.example.org/", "//elsewhere.example.org", "javascript:alert(1)", "/\\e.org"]
)
def test_signing_in_leads_nowhere_else(people, client, to):
    from tests.portal_people import PASSWORD

    answer = client.post(f"/sign-in/?next={to}", {"login": people.owner.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_a_parameter_said_twice_counts_once(people, as_person):
    client = as_person(people.owner)
    twice, once = (
        client.get(f"/roster/?{query}").content.count(b"<tr")
        for query in ("status=completed&status=stalled", "status=stalled")
    )
    assert twice == once > 1


def test_a_file_is_handed_out_under_a_name_of_ours(people, as_person):
    answer = as_person(people.owner).get("/schools.csv", {"q": 'x"; filename="evil.exe'})
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="schools-')
    assert "evil" not in answer.headers["Content-Disposition"]
