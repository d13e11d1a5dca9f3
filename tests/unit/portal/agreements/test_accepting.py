"""Nothing of a partner is shown before its agreement is accepted, and a new text asks again."""

import pytest

from catchment.network.errors import BadInput
from catchment.portal.accounts.models import ManagedPartner
from catchment.portal.agreements import wording
from catchment.portal.agreements.models import Acceptance, AgreementText
from catchment.portal.audit.models import AuditEvent
from tests.portal_people import belongs, person
from tests.portal_release import NORTH, SOUTH

PAGES = ("/week/", "/roster/", "/schools/", "/schools.csv", "/region/", "/region/schools.geojson", "/team/")


@pytest.fixture
def fresh(people, as_person):
    """The owner's browser, before they have accepted anything."""
    Acceptance.objects.all().delete()
    return as_person(people.owner)


def agree(client, partner=NORTH, **more):
    form = {"partner": partner, "digest": wording.current().digest, **more}
    return client.post("/agreement/", form)


@pytest.fixture
def text(tmp_path, settings):
    """Writes the network's own text."""

    def write(version: str, says: str = "Be kind.") -> None:
        settings.CATCHMENT_AGREEMENT = tmp_path / f"{version}-{len(says)}.txt"
        settings.CATCHMENT_AGREEMENT.write_text(f"Version: {version}\n\n{says}\n")

    return write


@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_to_the_agreement_first(fresh, page):
    answer = fresh.get(page)
    assert answer.headers["Location"].startswith("/agreement/?next=")
    assert b"sample" not in answer.content.lower()


def test_a_part_of_a_page_leads_the_whole_window_there(fresh):
    answer = fresh.get("/roster/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/agreement/?next=")
    assert b"sample" not in answer.content.lower()


def test_accepting_opens_the_page_that_was_asked_for(fresh):
    assert agree(fresh, next="/roster/?status=stalled").headers["Location"] == "/roster/?status=stalled"
    assert fresh.get("/roster/").status_code == 200


@pytest.mark.parametrize(
    "page",
    ["https://elsewhere.example.org/", "//elsewhere.example.org", "/\\\\elsewhere", "roster", "no-such-page"],
)
def test_accepting_leads_to_no_other_site(fresh, page):
    assert agree(fresh, next=page).headers["Location"] == "/"


def test_what_was_accepted_is_kept_with_version_person_partner_and_time(fresh, people):
    agree(fresh)
    agree(fresh)
    row = Acceptance.objects.get()
    assert (row.person, row.partner_id, row.text.version) == (people.owner, NORTH, "1")
    assert row.text.text == wording.current().text
    assert row.at is not None
    events = AuditEvent.objects.filter(action="agreement.accept", actor=people.owner, partner_id=NORTH)
    assert events.count() == 2  # one when the people were made


def test_reading_accepts_nothing(fresh):
    fresh.get("/agreement/")
    assert fresh.get("/roster/").status_code == 302


def test_each_partner_has_its_own(people, as_person):
    both = person("both@two.invalid", partners=(NORTH,))
    belongs(both, SOUTH)
    Acceptance.objects.filter(person=both, partner_id=SOUTH).delete()
    client = as_person(both)
    assert client.get("/roster/").status_code == 200
    client.post("/partner/", {"partner": SOUTH})
    assert client.get("/roster/").status_code == 302
    assert "Southern Sample Partner" in client.get("/agreement/").content.decode()


@pytest.mark.parametrize("partner", [SOUTH, "", "no-such-partner"])
def test_nobody_accepts_for_a_partner_that_is_not_theirs(fresh, partner):
    assert agree(fresh, partner).status_code == 404
    assert Acceptance.objects.count() == 0


@pytest.mark.parametrize(("version", "says"), [("2", "Be kind."), ("1", "Be very kind.")])
def test_a_new_version_and_a_changed_text_ask_again(fresh, text, version, says):
    text("1")
    agree(fresh)
    assert fresh.get("/roster/").status_code == 200
    text(version, says)
    assert fresh.get("/roster/").status_code == 302
    assert says in fresh.get("/agreement/").content.decode()
    agree(fresh)
    assert fresh.get("/roster/").status_code == 200
    assert AgreementText.objects.filter(text="Be kind.", version="1").exists()


def test_a_text_that_changed_while_it_was_read_is_shown_again(fresh, text):
    text("1")
    read = wording.current().digest
    text("2", "Be kind and quick.")
    answer = fresh.post("/agreement/", {"partner": NORTH, "digest": read}).content.decode()
    assert "Be kind and quick." in answer
    assert "changed while you had this page open" in answer
    assert Acceptance.objects.count() == 0


def test_staff_accepts_for_the_program(people, as_person):
    Acceptance.objects.filter(person=people.staff).delete()
    client = as_person(people.staff)
    assert client.get("/desk/").headers["Location"].startswith("/agreement/")
    agree(client, "")
    assert client.get("/desk/").status_code == 200


def test_staff_sees_who_accepted_what(people, as_person, text):
    text("2", "Be kind and quick.")
    agree(as_person(people.staff), "")
    page = as_person(people.staff).get("/desk/agreements/").content.decode()
    assert "1 of 4 who need to accept it have done so" in page
    assert page.count("older text</span>") == 4
    for who in (people.owner, people.colleague, people.stranger):
        assert who.email in page


def test_a_regional_manager_sees_the_acceptances_of_their_partners(people, as_person):
    manager = person("manager@program.invalid", staff_role="regional_manager")
    ManagedPartner.objects.create(person=manager, partner_id=NORTH)
    page = as_person(manager).get("/desk/agreements/").content.decode()
    assert people.owner.email in page
    assert people.stranger.email not in page
    assert "2 of 2 who need to accept it have done so" in page


@pytest.mark.parametrize(
    "content", ["", "Be kind.", "Version:\n\nBe kind.", f"Version: {'9' * 41}\n\nBe kind.", "Version: 1\n\n "]
)
def test_a_file_that_is_no_agreement_is_refused(tmp_path, content):
    file = tmp_path / "agreement.txt"
    file.write_text(content)
    with pytest.raises(BadInput, match=r"agreement\.txt"):
        wording.read(file)


def test_our_own_text_has_headings_points_and_paragraphs():
    kinds = {part.kind for part in wording.read(wording.OURS).parts}
    assert kinds == {"heading", "list", "paragraph"}
