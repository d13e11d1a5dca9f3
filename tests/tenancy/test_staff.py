"""A role of the program, and a whole account, can be taken away: at once, with all that hangs on it."""

import threading

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail as sent
from django.db import connection
from django.http import Http404

from catchment.network.errors import BadInput
from catchment.portal.accounts.models import ManagedPartner, User
from catchment.portal.audit.models import AuditEvent
from catchment.portal.invitations.models import Invitation
from catchment.portal.team import staffing
from tests.mailbox import LINK
from tests.portal_people import just_signed_in, person
from tests.portal_release import NORTH


@pytest.fixture
def admin(people, as_person):
    """The browser of an administrator who has just signed in."""
    return just_signed_in(as_person(people.staff), people.staff)


def act(client, user: User, what: str, **form: str):
    return client.post(f"/desk/people/program/{user.pk}/{what}/", form)


def test_the_people_page_leads_to_whom_the_program_employs(people, manager, admin, as_person):
    link = f"/desk/people/program/{manager.pk}/"
    assert link in admin.get("/desk/people/").content.decode()
    assert link not in as_person(manager).get("/desk/people/").content.decode()
    assert manager.email in admin.get(link).content.decode()


@pytest.mark.parametrize(("what", "form"), [("role", {"role": "none"}), ("close", {})])
def test_it_acts_at_once_and_leaves_no_way_back(people, manager, admin, as_person, what, form):
    theirs = just_signed_in(as_person(manager), manager)
    UserSession.objects.create(user=manager, ip="127.0.0.1", session_key=theirs.session.session_key)
    invited = {"email": "friend@north.invalid", "name": "Invented Friend", "partner": NORTH}
    theirs.post("/desk/invitations/", {**invited, "role": "partner_admin"})
    [friends] = LINK.findall(sent.outbox[-1].body)
    back = {"email": manager.email, "name": "Invented Manager", "partner": "program", "role": "data_manager"}
    admin.post("/desk/invitations/", back)
    assert Invitation.objects.open().count() == 2
    assert theirs.get("/desk/people/").status_code == 200
    assert act(admin, manager, what, **form).headers["Location"] == "/desk/people/"
    assert theirs.get("/desk/people/").headers["Location"].startswith("/sign-in/")
    manager.refresh_from_db()
    assert (manager.staff_role, manager.is_active) == ("", what == "role")
    assert not ManagedPartner.objects.filter(person=manager).exists()
    assert not UserSession.objects.filter(user=manager).exists()
    assert not Invitation.objects.open().exists()
    assert as_person(None).post(friends.partition("testserver")[2]).status_code == 404
    action = {"role": "account.staff_role", "close": "account.close"}[what]
    assert AuditEvent.objects.get(action=action, about=manager).actor == people.staff


def test_another_role_takes_the_partners_of_the_one_before(people, manager, admin):
    act(admin, manager, "role", role="data_manager")
    manager.refresh_from_db()
    assert manager.staff_role == "data_manager"
    assert not ManagedPartner.objects.exists()


@pytest.mark.parametrize("role", ["", "partner_admin", "no_such_role"])
def test_no_other_role_is_given(people, manager, admin, role):
    assert act(admin, manager, "role", role=role).status_code == 404
    assert User.objects.get(pk=manager.pk).staff_role == "regional_manager"


@pytest.mark.parametrize(("what", "form"), [("role", {"role": "none"}), ("close", {})])
def test_it_asks_who_it_is_and_is_not_done_to_oneself(people, manager, admin, as_person, what, form):
    late = act(as_person(people.staff), manager, what, **form)
    assert late.headers["Location"].startswith("/account/again/")
    assert act(admin, people.staff, what, **form).status_code == 404
    assert User.objects.filter(is_active=True).exclude(staff_role="").count() == 2


def test_the_last_administrator_stays(people):
    for take_away in (
        lambda: staffing.close(by=None, number=people.staff.pk),
        lambda: staffing.change_role(by=None, number=people.staff.pk, role=""),
        lambda: staffing.change_role(by=None, number=people.staff.pk, role="data_manager"),
    ):
        with pytest.raises(BadInput, match="the last administrator"):
            take_away()
    staffing.change_role(by=None, number=people.staff.pk, role="administrator")
    assert User.objects.get(pk=people.staff.pk).staff_role == "administrator"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_of_two_administrators_who_close_each_other_at_once_one_stays(transactional_db, published, _again):
    pair = [person(f"{name}@program.invalid", staff_role="administrator") for name in ("one", "two")]
    start, outcomes = threading.Barrier(2), []

    def close(by: User, other: User) -> None:
        try:
            start.wait()
            staffing.close(by=by, number=other.pk)
            outcomes.append("closed")
        except Http404:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=close, args=each) for each in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["closed", "too late"]
    assert User.objects.filter(is_active=True, staff_role="administrator").count() == 1
