"""Whatever shows a teacher, hands out a file or changes anything is in the audit.

`tests.audit_watch` asks that of every request of every test; here it is seen to notice.
"""

import pytest

from catchment.portal.audit.models import AuditEvent
from tests.portal_people import PASSWORD
from tests.portal_release import NORTH, person_id


@pytest.mark.parametrize("page", ["/week/", "/roster/", f"/roster/{person_id(NORTH, 5)}/"])
def test_a_page_of_teachers_without_an_event_is_noticed(people, as_person, monkeypatch, page):
    monkeypatch.setattr("catchment.portal.audit.saw_teachers", lambda *_: None)
    with pytest.raises(AssertionError, match="the row of Northsample"):
        as_person(people.owner).get(page)


def test_an_event_that_names_too_few_is_noticed(people, as_person, monkeypatch):
    from catchment.portal.audit.writing import saw_teachers

    monkeypatch.setattr(
        "catchment.portal.audit.saw_teachers",
        lambda request, page, people: saw_teachers(request, page, people[1:]),
    )
    with pytest.raises(AssertionError, match="the row of Northsample"):
        as_person(people.owner).get("/roster/")


def test_a_file_without_an_event_is_noticed(people, as_person, monkeypatch):
    monkeypatch.setattr("catchment.portal.audit.took_file", lambda *_: None)
    with pytest.raises(AssertionError, match="an export"):
        as_person(people.owner).get("/schools.csv")


def test_a_change_without_an_event_is_noticed(people, client, monkeypatch):
    monkeypatch.setattr("catchment.portal.audit.record", lambda **_: None)
    with pytest.raises(AssertionError, match="a change of accounts_user"):
        client.post("/sign-in/", {"login": people.owner.email, "password": PASSWORD})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_recorded_with_its_release(people, as_person, published, kind):
    as_person(people.owner).get(f"/schools.{kind}")
    event = AuditEvent.objects.get(action="export.file")
    assert (event.actor, event.object, event.partner_id) == (people.owner, f"schools.{kind}", NORTH)
    assert event.release == published
