"""Staff looks as somebody of a partner: what both may see, marked on every page, read-only, on record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catchment.portal.accounts import usecases, view_as
from catchment.portal.accounts.models import ManagedPartner, Membership, PartnerTerms, User
from catchment.portal.agreements.models import Acceptance
from catchment.portal.audit.models import AuditEvent
from tests.portal_people import belongs, just_signed_in, person
from tests.portal_release import NORTH, SOUTH, person_id, school_id

BANNER = 'class="looking"'
REGION = (
    "/schools/",
    f"/schools/{school_id(NORTH, 1)}/",
    "/region/",
    "/team/",
    "/privacy/",
    "/no/such/page/",
)
TEACHERS = ("/week/", "/roster/", f"/roster/{person_id(NORTH, 1)}/")


@pytest.fixture
def owner(people) -> Membership:
    return Membership.objects.get(person=people.owner)


@pytest.fixture
def looks(as_person, owner):
    """Signs staff in, who then looks as the owner."""

    def look(staff: User, membership: int = 0):
        client = just_signed_in(as_person(staff), staff)
        assert client.post(f"/desk/people/{membership or owner.pk}/look/").status_code == 302
        return client

    return look


def test_an_administrator_sees_the_region_and_no_teacher(people, looks):
    client = looks(people.staff)
    for page in REGION:
        text = client.get(page).content.decode()
        assert BANNER in text
        assert "Northsample" not in text
    assert [client.get(page).status_code for page in TEACHERS] == [404, 404, 404]
    assert client.get("/").headers["Location"] == "/region/"


def test_a_regional_manager_sees_what_the_person_sees(manager, looks):
    client = looks(manager)
    for page in TEACHERS:
        text = client.get(page).content.decode()
        assert BANNER in text
        assert "Northsample" in text


def test_what_the_person_may_not_staff_may_not_while_looking(manager, looks, owner):
    """The owner is a viewer: no administrator's page opens, although the manager may change roles."""
    assert looks(manager).get(f"/team/{owner.pk}/").status_code == 404


@pytest.mark.parametrize("page", ["/desk/", "/desk/people/", "/account/", "/agreement/"])
def test_the_desk_and_the_own_account_are_closed_while_looking(people, looks, page):
    assert looks(people.staff).get(page).status_code == 404


def test_nothing_is_changed_while_looking(manager, looks, people):
    admin = belongs(people.nobody, NORTH, "partner_admin")
    client = looks(manager, admin.pk)
    before = list(Membership.objects.values())
    colleague = Membership.objects.get(person=people.colleague)
    for address in (f"/team/{colleague.pk}/remove/", f"/team/{colleague.pk}/role/", "/sign-in/"):
        answer = client.post(address, {"role": "partner_admin"})
        assert answer.status_code == 403
        assert "can change nothing" in answer.content.decode()
    assert client.post("/partner/", {"partner": NORTH}).status_code == 404
    assert list(Membership.objects.values()) == before


def test_looking_is_on_record_from_page_to_page(manager, looks, people):
    client = looks(manager)
    client.get("/roster/")
    client.post("/looking/stop/")
    said = AuditEvent.objects.filter(action__startswith="view_as").order_by("number")
    assert [(row.action, row.object, row.actor, row.about, row.partner_id) for row in said] == [
        ("view_as.start", "", manager, people.owner, NORTH),
        ("view_as.page", "roster", manager, people.owner, NORTH),
        ("view_as.stop", "", manager, people.owner, NORTH),
    ]
    assert BANNER not in client.get("/desk/").content.decode()


def stops(client) -> bool:
    """Whether the next page is the person's own again."""
    return client.get("/desk/").status_code == 200


def test_it_ends_by_itself(people, looks, monkeypatch):
    client = looks(people.staff)
    assert not stops(client)
    later = timezone.now() + view_as.LASTS + timedelta(seconds=1)
    monkeypatch.setattr("catchment.portal.accounts.view_as.timezone.now", lambda: later)
    assert stops(client)


def test_it_ends_when_the_person_leaves(people, looks, owner):
    client = looks(people.staff)
    usecases.leave(membership=owner, on=owner.since, by=people.staff)
    assert stops(client)


def test_it_ends_when_the_partner_ends(people, looks):
    client = looks(people.staff)
    PartnerTerms.objects.create(partner_id=NORTH, ends_on=timezone.localdate())
    assert stops(client)


def test_it_ends_when_the_account_is_closed(people, looks):
    client = looks(people.staff)
    User.objects.filter(pk=people.owner.pk).update(is_active=False)
    assert stops(client)


def test_it_ends_when_staff_no_longer_looks_after_the_partner(manager, looks):
    client = looks(manager)
    assert client.get("/roster/").status_code == 200
    ManagedPartner.objects.update(partner_id=SOUTH)
    assert client.get("/roster/").status_code == 404
    assert BANNER not in client.get("/").content.decode()


def test_somebody_who_has_not_accepted_shows_nothing(people, looks):
    Acceptance.objects.filter(person=people.owner).delete()
    assert looks(people.staff).get("/region/").status_code == 302


def test_nobody_looks_as_staff(people, manager, as_person):
    member = belongs(person("two@program.invalid", staff_role="data_manager"), NORTH)
    client = just_signed_in(as_person(people.staff), people.staff)
    assert client.post(f"/desk/people/{member.pk}/look/").status_code == 404


def test_looking_asks_for_a_fresh_sign_in(people, as_person, owner):
    answer = as_person(people.staff).post(f"/desk/people/{owner.pk}/look/")
    assert answer.headers["Location"].startswith("/account/again/")
    assert view_as.SESSION_KEY not in as_person(people.staff).session


def test_a_partners_people_cannot_look_as_anybody(people, as_person, owner):
    client = just_signed_in(as_person(people.colleague), people.colleague)
    assert client.post(f"/desk/people/{owner.pk}/look/").status_code == 404


def test_signing_out_works_while_looking(people, looks):
    client = looks(people.staff)
    client.post("/sign-out/")
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")
