"""What is written down, and that it stays."""

import pytest

from catchment.portal.audit.models import AuditEvent
from tests.portal_people import PASSWORD
from tests.portal_release import NORTH, person_id


def test_signing_in_and_failing_to_are_recorded(people, client):
    form = {"login": people.owner.email, "password": PASSWORD}
    client.post("/sign-in/", {**form, "password": "wrong"})
    client.post("/sign-in/", form)
    said = list(AuditEvent.objects.order_by("id").values_list("action", "actor", "object"))
    assert said == [
        ("session.refused", None, people.owner.email),
        ("session.sign_in", people.owner.pk, people.owner.email),
    ]


def test_a_view_of_teachers_says_whose_rows_it_showed(people, as_person, published):
    as_person(people.owner).get(f"/roster/{person_id(NORTH, 5)}/")
    event = AuditEvent.objects.filter(action="teachers.view").get()
    assert (event.actor, event.partner_id) == (people.owner, NORTH)
    assert event.detail == {"release": published, "people": [person_id(NORTH, 5)]}


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
