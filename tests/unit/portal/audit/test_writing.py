"""What is written down, and that it stays."""

import pytest

from catchment.portal import consents
from catchment.portal.audit.models import AuditEvent
from tests.portal_people import PASSWORD, agreements
from tests.portal_release import NORTH, TEACHERS, person_id


def test_signing_in_and_failing_to_are_recorded(people, client):
    form = {"login": people.owner.email, "password": PASSWORD}
    client.post("/sign-in/", {**form, "password": "wrong"})
    client.post("/sign-in/", form)
    client.post("/sign-out/")
    events = AuditEvent.objects.filter(action__startswith="session.").order_by("number")
    said = list(events.values_list("action", "actor", "about"))
    owner = people.owner.pk
    assert said == [
        ("session.refused", None, owner),
        ("session.sign_in", owner, None),
        ("session.sign_out", owner, None),
    ]


def test_what_was_typed_as_an_address_is_not_kept(people, client):
    """People type their password into the wrong field."""
    client.post("/sign-in/", {"login": "secret@nobody.invalid", "password": "wrong"})
    event = AuditEvent.objects.get(action="session.refused")
    assert "secret" not in str(event.link())


def test_a_view_of_teachers_says_whose_rows_it_showed(people, as_person, published):
    as_person(people.owner).get(f"/roster/{person_id(NORTH, 5)}/")
    event = AuditEvent.objects.filter(action="teachers.view").get()
    assert (event.actor, event.partner_id, event.release) == (people.owner, NORTH, published)
    assert event.people == [person_id(NORTH, 5)]


@pytest.mark.parametrize("page", ["/week/", "/roster/"])
def test_every_page_of_teachers_is_recorded(people, as_person, page):
    as_person(people.owner).get(page)
    assert AuditEvent.objects.filter(action="teachers.view").count() == 1


def test_the_desk_is_recorded(people, as_person):
    as_person(people.staff).get("/desk/")
    assert AuditEvent.objects.filter(action="desk.view", actor=people.staff).count() == 1


def test_events_can_be_neither_changed_nor_deleted(people, as_person):
    as_person(people.staff).get("/desk/")
    event = AuditEvent.objects.get(action="desk.view")
    for attempt in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(action="nothing"),
    ):
        with pytest.raises(TypeError):
            attempt()


def test_too_many_failures_lock_the_door(people, client):
    form = {"login": people.owner.email, "password": "wrong"}
    answers = [client.post("/sign-in/", form).status_code for _ in range(9)]
    assert answers[-1] == 429
    assert client.post("/sign-in/", {**form, "password": PASSWORD}).status_code == 429


def test_an_import_says_whose_consent_it_changed(people):
    """The first brings everybody's, the same again nobody's."""
    everybody = AuditEvent.objects.get(action="consent.import")
    assert len(everybody.people) == 2 * TEACHERS
    consents.load(agreements())
    consents.load(agreements()[1:])
    event = AuditEvent.objects.filter(action="consent.import").first()
    assert (event.number, event.people) == (AuditEvent.objects.first().number, [person_id(NORTH, 1)])
    assert AuditEvent.objects.filter(action="consent.import").count() == 2
