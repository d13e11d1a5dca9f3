"""Whoever stops sharing is gone with the next request, everywhere, whichever way it was said."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client

from catchment.portal import consents
from catchment.portal.accounts.models import ConsentState, ManagedPartner
from catchment.portal.audit.models import AuditEvent
from tests.portal_checkin import SOMEBODY, TODAY, address, day, inbox, not_watched, owner, teacher
from tests.portal_people import agreements, person
from tests.portal_release import NORTH, SOUTH, last_name, person_id

__all__ = ["address", "day", "inbox", "not_watched", "owner", "teacher"]

NAME = last_name(NORTH, 3)
CONTACTS = ("north03@teacher.invalid", "555-0103")
PAGES = ("/week/", "/roster/", "/roster/?page=2", "/roster/?status=needs_help", f"/roster/?q={NAME}")
OWN = (f"/roster/{SOMEBODY}/", f"/roster/{SOMEBODY}/check-in/")


def by_the_teacher(people, as_person, teacher) -> None:
    assert "no longer sees you" in teacher.post("/check-in/stop/").content.decode()


def by_the_partner(people, as_person, teacher) -> None:
    assert as_person(people.colleague).post(f"/roster/{SOMEBODY}/stop-sharing/").status_code == 200


def by_the_desk(people, as_person, teacher) -> None:
    desk = as_person(people.staff)
    found = desk.post("/desk/stop-sharing/", {"email": "North03@teacher.invalid"}).content.decode()
    form = dict(re.findall(r'name="(teacher|partner)" value="([\w-]+)"', found))
    assert form == {"teacher": SOMEBODY, "partner": NORTH}
    assert "no longer sees" in desk.post("/desk/stop-sharing/now/", form).content.decode()


def by_import(people, as_person, teacher) -> None:
    consents.load([row for row in agreements() if row[0] != SOMEBODY] + [(SOMEBODY, NORTH, TODAY, TODAY)])


WAYS = (by_the_teacher, by_the_partner, by_the_desk, by_import)


def seen(client: Client) -> str:
    return "".join(re.sub(r'name="q"[^>]*', "", client.get(page).content.decode()) for page in PAGES)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_page_shows_them_from_the_next_request_on(way, people, as_person, owner, teacher):
    assert NAME in seen(owner)
    way(people, as_person, teacher)
    after = seen(owner)
    assert [word for word in (NAME, *CONTACTS) if word in after] == []
    assert [owner.get(page).status_code for page in OWN] == [404, 404]
    assert teacher.get("/check-in/").status_code == 410


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_figures_are_those_without_them(way, people, as_person, owner, teacher):
    way(people, as_person, teacher)
    assert "59 of 70" in owner.get("/week/").content.decode()
    assert "59 of 70" in as_person(people.staff).get("/desk/").content.decode()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_an_open_link_opens_nothing_any_more(way, people, as_person, owner, address, teacher):
    way(people, as_person, teacher)
    assert Client().post(address).status_code == 410
    assert teacher.post("/check-in/answer/", {"answer": "need_help"}).status_code == 410


@pytest.mark.parametrize("way", WAYS[:3], ids=lambda way: way.__name__)
def test_an_import_of_the_old_consent_does_not_bring_them_back(way, people, as_person, owner, teacher):
    way(people, as_person, teacher)
    consents.load(agreements())
    assert NAME not in seen(owner)


def test_the_desk_ends_it_for_named_partners_only(people, as_person, owner):
    manager = person("manager@program.invalid", staff_role="regional_manager")
    ManagedPartner.objects.create(person=manager, partner_id=SOUTH)
    desk = as_person(manager)
    found = desk.post("/desk/stop-sharing/", {"email": CONTACTS[0]}).content.decode()
    assert "No partner sees a teacher with this address" in found
    form = {"teacher": SOMEBODY, "partner": NORTH}
    assert desk.post("/desk/stop-sharing/now/", form).status_code == 404
    assert SOMEBODY in consents.people(NORTH, TODAY)


@pytest.mark.parametrize(
    "form", [{}, {"teacher": SOMEBODY, "partner": SOUTH}, {"teacher": "x", "partner": ""}]
)
def test_the_desk_ends_nothing_that_is_not_shared(people, as_person, day, form):
    before = ConsentState.objects.count()
    assert as_person(people.staff).post("/desk/stop-sharing/now/", form).status_code == 404
    assert ConsentState.objects.count() == before


def test_the_desk_names_no_teacher(people, as_person, day):
    found = as_person(people.staff).post("/desk/stop-sharing/", {"email": CONTACTS[0]}).content.decode()
    assert "Northern Sample Partner" in found
    assert NAME not in found


@pytest.mark.parametrize(("email", "found"), [(CONTACTS[0], [SOMEBODY]), ("nobody@teacher.invalid", [])])
def test_whom_the_desk_looked_up_is_in_the_record(people, as_person, day, email, found):
    as_person(people.staff).post("/desk/stop-sharing/", {"email": email})
    event = AuditEvent.objects.get(action="teachers.find")
    assert (event.actor, event.people) == (people.staff, found)
    assert email not in str(event.__dict__)


def test_the_list_was_open_while_they_withdrew(owner, day):
    """The row's link is still on the screen; it leads nowhere, and nothing can be done with it."""
    shown = owner.get(f"/roster/?q={NAME}").content.decode()
    link = re.search(r'href="(/roster/[\w-]+/)"', shown)[1]
    consents.withdraw(person_id=SOMEBODY, partner_id=NORTH, on=TODAY)
    assert owner.get(link).status_code == 404
    for act in ("check-in/", "stop-sharing/"):
        assert owner.post(link + act).status_code == 404


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_answer_begun_after_the_withdrawal_shows_them(published, inbox, as_person, day, not_watched):
    """Four people read lists and rows without a pause while several teachers withdraw, one after another."""
    consents.load(agreements())
    readers = [as_person(person(f"reader{number}@north.invalid", partners=(NORTH,))) for number in range(4)]
    gone: list[int] = []
    late: list[str] = []
    read = threading.Event()
    stop = threading.Event()

    def keep_reading(client: Client) -> None:
        while not stop.is_set():
            before = tuple(gone)
            text = client.get("/roster/").content.decode() + client.get("/roster/?page=2").content.decode()
            late.extend(name for name in (last_name(NORTH, number) for number in before) if name in text)
            rows = [client.get(f"/roster/{person_id(NORTH, number)}/").status_code for number in before]
            late.extend(f"row {status}" for status in rows if status != 404)
            if before:
                read.set()
        connection.close()

    threads = [threading.Thread(target=keep_reading, args=[client]) for client in readers]
    for thread in threads:
        thread.start()
    for number in range(1, 5):
        consents.withdraw(person_id=person_id(NORTH, number), partner_id=NORTH, on=TODAY)
        gone.append(number)
        read.clear()
        assert read.wait(60)
    stop.set()
    for thread in threads:
        thread.join(60)
    assert late == []
