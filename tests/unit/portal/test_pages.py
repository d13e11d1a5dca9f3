"""Every page for everybody: owner, colleague, stranger, nobody's, staff, anonymous."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from catchment.portal.accounts import access
from tests import portal_release
from tests.portal_people import PASSWORD, make_people
from tests.portal_release import NORTH, SOUTH, person_id, school_id

PARTNER_PAGES = (
    "/week/",
    "/roster/",
    f"/roster/{person_id(NORTH, 1)}/",
    "/schools/",
    f"/schools/{school_id(NORTH, 1)}/",
    "/region/",
    "/region/schools.geojson",
    "/region/who.csv",
    "/region/who.xlsx",
    "/schools.csv",
    "/schools.xlsx",
)
FOREIGN_AND_MISSING = (
    f"/roster/{person_id(SOUTH, 1)}/",
    "/roster/no-such-person/",
    f"/schools/{school_id(SOUTH, 1)}/",
    "/schools/000000000000/",
    "/desk/",
    "/schools.exe",
    "/region/who.pdf",
    "/no/such/page/",
)


@pytest.mark.parametrize("page", PARTNER_PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("colleague", 200), ("nobody", 404), ("staff", 404), (None, 302)],
)
def test_partner_pages_open_for_members_only(people, as_person, page, who, status):
    client = as_person(getattr(people, who) if who else None)
    answer = client.get(page)
    assert answer.status_code == status
    if who is None:
        assert answer.headers["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("page", PARTNER_PAGES)
def test_a_stranger_meets_their_own_region(people, as_person, page):
    answer = as_person(people.stranger).get(page)
    assert answer.status_code == (404 if "north" in page or "0600001" in page else 200)
    assert b"Northsample" not in answer.content


def test_foreign_and_missing_pages_are_the_same_404(people, as_person):
    client = as_person(people.owner)
    answers = [client.get(page) for page in FOREIGN_AND_MISSING]
    assert {answer.status_code for answer in answers} == {404}
    assert len({_without_tokens(answer) for answer in answers}) == 1


@pytest.mark.parametrize(("who", "status"), [("staff", 200), ("owner", 404), ("nobody", 404), (None, 302)])
def test_the_desk_opens_for_staff_only(people, as_person, who, status):
    assert as_person(getattr(people, who) if who else None).get("/desk/").status_code == status


@pytest.mark.parametrize(
    ("who", "to"), [("owner", "/week/"), ("staff", "/desk/"), ("nobody", None), (None, None)]
)
def test_home_sends_people_where_they_belong(people, as_person, who, to):
    answer = as_person(getattr(people, who) if who else None).get("/")
    assert answer.headers.get("Location") == to


@pytest.mark.parametrize("page", ["/", "/sign-in/", "/definitions/", "/privacy/"])
def test_public_pages_are_open(people, as_person, page):
    assert as_person(None).get(page).status_code == 200


def test_signing_in_leads_to_the_page_that_was_asked_for(people, client):
    asked = client.get("/roster/?status=stalled").headers["Location"]
    answer = client.post(asked, {"login": people.owner.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/roster/?status=stalled"


def test_signing_in_leads_to_no_other_site(people, client):
    form = {"login": people.owner.email, "password": PASSWORD}
    answer = client.post("/sign-in/?next=https://elsewhere.example.org/", form)
    assert answer.headers["Location"] == "/"


def test_signing_up_is_closed(people, client):
    assert client.get("/sign-up/").status_code == 404


def test_signing_out_needs_a_pressed_button(people, as_person):
    client = as_person(people.owner)
    client.get("/sign-out/")
    assert client.get("/roster/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/roster/").status_code == 302


def test_every_view_says_who_may_open_it():
    silent = [pattern.name for pattern in _patterns(get_resolver()) if access.of(pattern.callback) is None]
    assert silent == []


def test_a_view_without_a_rule_is_opened_by_nobody(people, as_person, settings):
    settings.ROOT_URLCONF = "tests.unit.portal.unmarked_urls"
    for who in (people.owner, people.staff, None):
        assert as_person(who).get("/unmarked/").status_code == 404


def test_pages_say_release_date_and_definitions(people, as_person, published):
    text = as_person(people.owner).get("/week/").content.decode()
    assert published in text
    assert "March 14, 2026" in text
    assert "/definitions/" in text


def test_pages_of_people_are_never_cached(people, as_person):
    assert "no-store" in as_person(people.owner).get("/roster/").headers["Cache-Control"]


def test_without_a_release_pages_say_so(db, settings, tmp_path, as_person):
    settings.CATCHMENT_RELEASES = tmp_path / "nothing"
    people = make_people()
    for who, page in ((people.owner, "/week/"), (people.staff, "/desk/")):
        assert "Nothing is published yet" in as_person(who).get(page).content.decode()


def test_a_partner_without_a_shelf_is_told_so(db, settings, tmp_path, as_person):
    settings.CATCHMENT_RELEASES = tmp_path / "releases"
    portal_release.write(settings.CATCHMENT_RELEASES, partners=(SOUTH,))
    answer = as_person(make_people().owner).get("/week/")
    assert "Nothing is published yet" in answer.content.decode()


def _without_tokens(answer) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]+"', "", answer.content.decode())


def _patterns(resolver: URLResolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern)
