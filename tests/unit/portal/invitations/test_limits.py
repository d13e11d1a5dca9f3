"""What an invitation does not do: reach into the program, serve its own sender, or outlive a removal."""

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.utils import timezone

from catchment.portal.accounts.models import Membership, User
from catchment.portal.audit.models import AuditEvent
from catchment.portal.invitations.models import Invitation
from tests.mailbox import LINK
from tests.portal_people import belongs, just_signed_in
from tests.portal_release import NORTH, SOUTH

NEW = "grace@north.invalid"
TEAM, DESK = "/team/invitations/", "/desk/invitations/"


@pytest.fixture
def desk(people, as_person):
    """The browser of program staff who have just signed in."""
    return just_signed_in(as_person(people.staff), people.staff)


def ask(client, email=NEW, partner=NORTH, role="partner_viewer", page=TEAM):
    form = {"email": email, "name": "Grace Invented", "partner": partner, "role": role}
    return client.post(page, form)


def link() -> str:
    [found] = LINK.findall(sent.outbox[-1].body)
    return found.removeprefix("http://testserver")


def join(client, path: str) -> None:
    client.post(path)
    client.post("/invitation/join/")


def test_the_teams_page_gives_no_role_of_the_program(people, as_person):
    belongs(people.staff, NORTH, "partner_admin")
    client = as_person(people.staff)
    for partner, role in (("program", "administrator"), (NORTH, "regional_manager")):
        assert ask(client, partner=partner, role=role).status_code == 200
    assert not Invitation.objects.exists()
    assert "In the program" not in client.get(TEAM).content.decode()


def test_the_teams_page_knows_its_own_invitations_only(people, as_person, desk):
    belongs(people.staff, NORTH, "partner_admin")
    for partner, role in (
        ("program", "administrator"),
        (NORTH, "regional_manager"),
        (SOUTH, "partner_admin"),
    ):
        assert ask(desk, partner=partner, role=role, page=DESK).status_code == 302
    assert NEW not in desk.get(TEAM).content.decode()
    for row in Invitation.objects.all():
        for act in ("again", "back"):
            assert desk.post(f"{TEAM}{row.pk}/{act}/").status_code == 404
    assert Invitation.objects.open().count() == 3


def test_looking_as_somebody_shows_what_they_would_see(people, admin, desk):
    ask(desk, partner="program", role="administrator", page=DESK)
    desk.post(f"/desk/people/{admin.memberships.get().pk}/look/")
    page = desk.get(TEAM)
    assert page.status_code == 200
    assert NEW not in page.content.decode()
    assert "In the program" not in page.content.decode()


def test_sending_again_as_program_staff_asks_who_it_is(people, as_person, desk):
    ask(desk, partner="program", role="administrator", page=DESK)
    again = as_person(people.staff).post(f"{DESK}{Invitation.objects.get().pk}/again/")
    assert again.headers["Location"].startswith("/account/again/")
    assert len(sent.outbox) == 1


def test_nobody_invites_themself(people, desk):
    answer = ask(desk, email=people.staff.email.upper(), page=DESK)
    assert "You cannot invite yourself." in answer.content.decode()
    assert not Invitation.objects.exists()


def test_nobody_joins_by_their_own_letter(people, desk):
    """Whoever takes on the address that they invited has still invited themself."""
    ask(desk, page=DESK)
    User.objects.filter(pk=people.staff.pk).update(email=NEW)
    join(desk, link())
    assert not people.staff.memberships.exists()


def test_whoever_is_removed_does_not_return_by_an_older_letter(people, admin, as_person):
    client = just_signed_in(as_person(admin), admin)
    ask(client, email=people.owner.email)
    client.post(f"/team/{people.owner.memberships.get().pk}/remove/")
    join(as_person(people.owner), link())
    assert [row.left is None for row in people.owner.memberships.all()] == [False]
    assert AuditEvent.objects.filter(action="invitation.take_back", actor=admin).count() == 1


def test_removing_takes_nothing_back_that_the_program_sent(people, admin, as_person, desk):
    ask(desk, email=people.owner.email, role="regional_manager", page=DESK)
    ask(desk, email=people.owner.email, partner=SOUTH, page=DESK)
    client = just_signed_in(as_person(admin), admin)
    client.post(f"/team/{people.owner.memberships.get().pk}/remove/")
    assert Invitation.objects.open().count() == 2


def test_a_letter_from_before_the_last_day_opens_nothing(people, admin, as_person):
    ask(as_person(admin), email=people.owner.email)
    Invitation.objects.update(sent=timezone.now() - timedelta(days=2))
    Membership.objects.filter(person=people.owner).update(left=timezone.localdate())
    join(as_person(people.owner), link())
    assert people.owner.memberships.count() == 1


def test_whoever_left_may_be_invited_again(people, admin, as_person):
    Membership.objects.filter(person=people.owner).update(left=timezone.localdate())
    ask(as_person(admin), email=people.owner.email)
    join(as_person(people.owner), link())
    assert people.owner.memberships.count() == 2
