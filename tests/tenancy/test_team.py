"""A partner's team looks after itself; what is taken away acts at once, also while a request runs."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.http import Http404

from catchment.portal import definitions
from catchment.portal.accounts.models import ManagedPartner, Membership, PartnerTerms, User
from catchment.portal.audit.models import AuditEvent
from catchment.portal.team import usecases
from tests.portal_people import belongs, just_signed_in, person
from tests.portal_release import NORTH, SOUTH

TODAY = date(2026, 3, 20)


@pytest.fixture
def signed_in(as_person):
    return lambda user: just_signed_in(as_person(user), user)


def of(user: User) -> Membership:
    return Membership.objects.get(person=user)


def test_the_team_names_colleagues_and_nobody_else(people, admin, as_person):
    page = as_person(people.owner).get("/team/").content.decode()
    assert all(user.email in page for user in (people.owner, people.colleague, admin))
    assert people.stranger.email not in page
    assert f"/team/{of(people.colleague).pk}/" not in page


def test_an_administrator_takes_a_colleague_off_the_team_at_once(people, admin, signed_in):
    colleague = signed_in(people.colleague)
    assert colleague.get("/roster/").status_code == 200
    assert signed_in(admin).post(f"/team/{of(people.colleague).pk}/remove/").status_code == 302
    assert colleague.get("/roster/").status_code == 404
    event = AuditEvent.objects.get(action="membership.leave")
    assert (event.actor, event.about, event.partner_id) == (admin, people.colleague, NORTH)


def test_an_administrator_makes_another_one(people, admin, signed_in):
    row = of(people.colleague)
    signed_in(admin).post(f"/team/{row.pk}/role/", {"role": "partner_admin"})
    assert signed_in(people.colleague).get(f"/team/{of(admin).pk}/").status_code == 200
    event = AuditEvent.objects.get(action="membership.role")
    assert (event.object, event.detail) == ("partner_admin", {"before": "partner_viewer"})


@pytest.mark.parametrize("role", ["administrator", "", "no_such_role"])
def test_no_other_role_is_given(people, admin, signed_in, role):
    answer = signed_in(admin).post(f"/team/{of(people.colleague).pk}/role/", {"role": role})
    assert answer.status_code == 404
    assert of(people.colleague).role == "partner_viewer"


def test_nobody_removes_or_promotes_themselves(people, admin, signed_in):
    own = of(admin).pk
    client = signed_in(admin)
    assert client.post(f"/team/{own}/remove/").status_code == 404
    assert client.post(f"/team/{own}/role/", {"role": "partner_viewer"}).status_code == 404
    assert "Nobody changes their own role" in client.get(f"/team/{own}/").content.decode()


def test_changing_a_team_asks_for_a_fresh_sign_in(people, admin, as_person):
    answer = as_person(admin).post(f"/team/{of(people.colleague).pk}/remove/")
    assert answer.headers["Location"].startswith("/account/again/")
    assert of(people.colleague).left is None


def test_who_lost_the_right_a_moment_ago_changes_nothing(people, admin):
    """The page's rule was asked before; the use case asks again within its transaction."""
    Membership.objects.filter(person=admin).update(role="partner_viewer")
    with pytest.raises(Http404):
        usecases.remove(by=admin, membership=of(people.colleague).pk, on=TODAY)
    assert of(people.colleague).left is None


def test_a_page_does_not_leave_for_who_was_removed_while_it_was_made(people, as_person, monkeypatch):
    client, made = as_person(people.owner), definitions.of

    def removed_meanwhile(*arguments):
        Membership.objects.filter(person=people.owner).update(left=TODAY)
        return made(*arguments)

    monkeypatch.setattr("catchment.portal.roster.views.definitions.of", removed_meanwhile)
    monkeypatch.setattr("catchment.portal.clock.timezone.localdate", lambda: TODAY)
    answer = client.get("/roster/")
    assert answer.status_code == 404
    assert b"Northsample" not in answer.content


def test_nor_for_staff_whose_role_was_taken_away(people, as_person, monkeypatch):
    client, made = as_person(people.staff), definitions.of

    def removed_meanwhile(*arguments):
        User.objects.filter(pk=people.staff.pk).update(staff_role="")
        return made(*arguments)

    monkeypatch.setattr("catchment.portal.desk.views.definitions.of", removed_meanwhile)
    assert client.get("/desk/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(5))
def test_of_two_administrators_who_remove_each_other_at_once_one_stays(transactional_db, published, _again):
    pair = [person(f"{name}@north.invalid") for name in ("one", "two")]
    rows = [belongs(user, NORTH, "partner_admin") for user in pair]
    start, outcomes = threading.Barrier(2), []

    def remove(by: User, membership: Membership) -> None:
        try:
            start.wait()
            usecases.remove(by=by, membership=membership.pk, on=membership.since)
            outcomes.append("removed")
        except Http404:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=remove, args=(by, row)) for by, row in zip(pair, reversed(rows), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["removed", "too late"]
    assert Membership.objects.filter(left=None).count() == 1


def test_a_regional_manager_sees_only_their_partners(people, as_person):
    manager = person("manager@program.invalid", staff_role="regional_manager")
    ManagedPartner.objects.create(person=manager, partner_id=NORTH)
    client = as_person(manager)
    desk = client.get("/desk/").content.decode()
    assert "Northern Sample Partner" in desk
    assert "Southern Sample Partner" not in desk
    page = client.get("/desk/people/").content.decode()
    assert people.owner.email in page
    assert people.stranger.email not in page
    assert client.get(f"/desk/people/{of(people.stranger).pk}/").status_code == 404


def test_a_regional_manager_of_no_partner_has_no_desk(people, as_person):
    manager = person("manager@program.invalid", staff_role="regional_manager")
    assert as_person(manager).get("/desk/").status_code == 404


def test_staff_reads_why_somebody_may_or_may_not(people, as_person):
    page = as_person(people.staff).get(f"/desk/people/{of(people.owner).pk}/").content.decode()
    assert "Partner (north) may see the rows of teachers who agreed to share with a partner." in page
    assert "Partner (north) may not invite people" in page


def test_staff_settles_what_a_partner_is_given(people, signed_in):
    manager = person("manager@program.invalid", staff_role="regional_manager")
    form = {"ends_on": "2030-01-31", "second_factor": "on", "managers": [manager.pk]}
    assert signed_in(people.staff).post(f"/desk/partners/{NORTH}/", form).status_code == 302
    terms = PartnerTerms.objects.get(partner_id=NORTH)
    assert (terms.ends_on, terms.second_factor) == (date(2030, 1, 31), True)
    assert ManagedPartner.objects.filter(person=manager, partner_id=NORTH).exists()
    assert signed_in(people.staff).post(f"/desk/partners/{NORTH}/", {}).status_code == 302
    assert not ManagedPartner.objects.exists()
    said = AuditEvent.objects.filter(action__in=("partner.terms", "manager.join", "manager.leave"))
    assert sorted(said.values_list("action", flat=True)) == [
        "manager.join",
        "manager.leave",
        "partner.terms",
        "partner.terms",
    ]


def test_a_partner_of_no_release_cannot_be_settled(people, signed_in):
    assert signed_in(people.staff).get("/desk/partners/no-such-partner/").status_code == 404
    assert signed_in(people.staff).get(f"/desk/partners/{SOUTH}/").status_code == 200
