"""Staff find who did and saw what: by person, partner, teacher, kind and day."""

import re
from datetime import UTC, date, datetime

import pytest

from catchment.portal import audit
from catchment.portal.accounts.models import User
from catchment.portal.accounts.who_may import Reach
from catchment.portal.audit import exposure, searching, words
from catchment.portal.audit.models import AuditEvent
from catchment.portal.audit.searching import Wanted
from tests.audit_times import written_at
from tests.portal_people import person
from tests.portal_release import NORTH, SOUTH, person_id

TEACHER = person_id(NORTH, 5)


@pytest.fixture
def reviewer(people) -> User:
    return person("reviewer@program.invalid", staff_role="privacy_reviewer")


@pytest.fixture
def desk(people, as_person, reviewer):
    """The reviewer's browser, after the owner looked at a teacher and the stranger at their own roster."""
    as_person(people.owner).get(f"/roster/{TEACHER}/")
    as_person(people.stranger).get("/roster/")
    as_person(people.owner).get("/schools.csv")
    return as_person(reviewer)


def rows(page) -> list[tuple[str, str]]:
    """Who and what, of each line of the page."""
    return [(str(line.who), str(line.did)) for line in page.context["page"].rows]


def test_who_saw_a_teacher(desk, people):
    page = desk.get("/desk/audit/", {"teacher": TEACHER})
    assert rows(page)[:1] == [(people.owner.name, "Looked at teachers")]
    assert [did for _who, did in rows(page)[1:]] == ["Imported other consents of teachers"]
    assert "a teacher’s page, 1 teacher" in page.content.decode()


@pytest.mark.parametrize("known", [TEACHER, f"{NORTH}05@teacher.invalid", f"{NORTH}05@TEACHER.invalid"])
def test_a_teacher_is_found_by_number_or_address_which_stays_out_of_the_url(desk, known):
    answer = desk.post("/desk/audit/teacher/", {"teacher": known})
    assert answer.url == f"/desk/audit/?teacher={TEACHER}"


def test_a_teacher_who_is_in_no_release_any_more_is_found_by_number(desk):
    audit.record(by=None, action="test", teachers=["long-gone"])
    assert desk.post("/desk/audit/teacher/", {"teacher": "long-gone"}).url.endswith("teacher=long-gone")


def test_an_unknown_teacher_is_said_to_be_unknown(desk):
    answer = desk.post("/desk/audit/teacher/", {"teacher": "nobody@teacher.invalid"}, follow=True)
    assert "No teacher of the published release has this address" in answer.content.decode()


def test_events_of_a_person_are_what_they_did_and_what_concerns_them(people):
    audit.record(by=people.owner, action="a")
    audit.record(by=people.staff, action="b", about=people.owner)
    audit.record(by=people.staff, action="c")
    found = searching.find(Wanted(person=people.owner.pk))
    assert [event.action for event in found if len(event.action) == 1] == ["b", "a"]


def test_events_of_a_partner(desk, people):
    said = rows(desk.get("/desk/audit/", {"partner": SOUTH, "kind": "teachers"}))
    assert said == [(people.stranger.name, "Looked at teachers")]


def test_events_of_days_count_the_last_one(db, monkeypatch):
    for day in (3, 4, 5, 6):
        written_at(monkeypatch, datetime(2026, 3, day, 18, tzinfo=UTC), action=f"on.{day}")
    found = searching.find(Wanted(since=date(2026, 3, 4), until=date(2026, 3, 5)))
    assert [event.action for event in found] == ["on.5", "on.4"]


def test_a_moment_is_said_in_the_time_of_the_network(desk, monkeypatch):
    """At half past four in the morning of Greenwich it is still the day before in Chicago."""
    written_at(monkeypatch, datetime(2026, 3, 5, 4, 30, 7, tzinfo=UTC), action="test")
    page = desk.get("/desk/audit/?since=2026-03-04&until=2026-03-04").content.decode()
    assert re.search(r"Mar 4, 2026\s*<span class=\"under\">10:30:07 PM", page)


def test_whoever_answers_for_some_partners_sees_theirs(desk):
    some = Reach(partners=frozenset({SOUTH}))
    assert {event.partner_id for event in searching.find(Wanted(), some)} == {SOUTH}
    assert list(searching.find(Wanted(), Reach())) == []


def test_searching_is_recorded_and_says_what_was_asked(desk, reviewer):
    desk.get("/desk/audit/", {"teacher": TEACHER, "since": "2026-01-01", "person": "none"})
    event = AuditEvent.objects.get(action="audit.search")
    assert (event.actor, event.detail) == (reviewer, {"teacher": TEACHER, "since": "2026-01-01"})


def test_what_is_typed_for_an_id_is_not_kept(desk):
    """People type an address where an id belongs, and the record is not forgotten for years."""
    typed = dict.fromkeys(("teacher", "partner", "release"), "ada@school.invalid")
    assert desk.get("/desk/audit/", typed).status_code == 200
    said = AuditEvent.objects.get(action="audit.search").detail
    assert said == dict.fromkeys(("teacher", "partner_id", "release"), "unknown")


@pytest.mark.parametrize(
    "query",
    [
        "since=0001-01-01",
        "until=9999-12-31",
        "person=99999999999",
        "page=0",
        "kind=none",
        "since=x",
    ],
)
def test_a_senseless_search_is_no_error(desk, query):
    assert desk.get(f"/desk/audit/?{query}").status_code == 200


def test_a_null_character_is_malformed_and_not_an_error_of_the_database(desk):
    assert desk.get("/desk/audit/?partner=%00").status_code == 400
    assert desk.get("/roster/%00/").status_code == 400
    assert desk.post("/desk/audit/teacher/", {"teacher": "\0"}).status_code == 302


@pytest.mark.parametrize("page", ["/desk/audit/", "/desk/audit/exposure/", "/desk/audit/exposure.csv"])
@pytest.mark.parametrize("who", ["owner", "nobody"])
def test_others_find_no_such_page(people, as_person, page, who):
    assert as_person(getattr(people, who)).get(page).status_code == 404


def test_the_exposure_of_a_release_names_who_saw_it(desk, people, published):
    found = exposure.of(published)
    said = [(each.person, each.views, each.files, each.teachers) for each in found.seen]
    assert said == [(people.owner.name, 1, 1, 1), (people.stranger.name, 1, 0, 50)]
    assert (found.teachers, found.people, found.files) == (51, 2, 1)


def test_the_exposure_can_be_taken_along_and_does_not_count_itself(desk, people, published):
    for kind in ("csv", "xlsx"):
        assert desk.get(f"/desk/audit/exposure.{kind}").status_code == 200
    text = desk.get("/desk/audit/exposure.csv").content.decode()
    assert people.stranger.email in text
    assert "reviewer@" not in text
    assert desk.get("/desk/audit/exposure.exe").status_code == 404


def test_from_the_exposure_one_gets_to_the_events(desk, people, published):
    page = desk.get("/desk/audit/exposure/").content.decode()
    link = f"/desk/audit/?release={published}&person={people.owner.pk}"
    assert link.replace("&", "&amp;") in page
    assert rows(desk.get(link)) == [
        (people.owner.name, "Took a file"),
        (people.owner.name, "Looked at teachers"),
    ]


def test_an_older_release_can_be_asked_for(desk, people):
    audit.record(by=people.owner, action="teachers.view", release="2025-01-01-00000000", teachers=["x"])
    page = desk.get("/desk/audit/exposure/", {"release": "2025-01-01-00000000"}).content.decode()
    assert "1 person has looked at release 2025-01-01-00000000" in page


def test_every_kind_of_event_finds_its_actions(db):
    for number, action in enumerate(words.ACTIONS):
        audit.record(by=None, action=action, object=str(number))
    found = [event.action for kind in words.KINDS for event in searching.find(Wanted(kind=kind))]
    assert sorted(found) == sorted(words.ACTIONS)
