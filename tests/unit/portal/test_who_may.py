"""Who may do what, and where; every answer says why."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from catchment.portal.accounts import who_may
from catchment.portal.accounts.models import ManagedPartner, Membership, PartnerTerms, User
from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.roles import BY_CODE, PARTNER_ROLES, STAFF_ROLES, Where
from tests.portal_people import SINCE, person
from tests.portal_release import NORTH, SOUTH

P = Permission


def holder(code: str, at: str = NORTH):
    """Somebody with one role, at a partner if it is of one, for a partner if it is named."""
    role = BY_CODE[code]
    if role in PARTNER_ROLES:
        user = person(f"{code}@people.invalid")
        Membership.objects.create(person=user, partner_id=at, role=code, since=SINCE)
        return user
    user = person(f"{code}@people.invalid", staff_role=code)
    if role.where is Where.NAMED:
        ManagedPartner.objects.create(person=user, partner_id=at)
    return user


@pytest.mark.parametrize("code", BY_CODE)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_holds_where_it_says(db, code, permission):
    role, user = BY_CODE[code], holder(code)
    has = permission in role.may
    everywhere = role.where is Where.EVERYWHERE
    assert who_may.decide(user, permission, NORTH).allowed is has
    assert who_may.decide(user, permission, SOUTH).allowed is (has and everywhere)
    assert who_may.decide(user, permission).allowed is (has and everywhere)
    assert who_may.reach(user, permission).covers(SOUTH) is (has and everywhere)


@pytest.mark.parametrize("permission", Permission)
def test_every_answer_says_why(db, permission):
    for user in (AnonymousUser(), person("nobody@people.invalid"), *(holder(code) for code in BY_CODE)):
        because = who_may.decide(user, permission, NORTH).because
        assert because.endswith(".")
        assert because.startswith("Nobody is signed in") or str(permission) in because


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_somebodys(permission):
    assert [role.code for role in BY_CODE.values() if permission in role.may]


def test_who_approves_a_release_builds_none():
    both = [role for role in BY_CODE.values() if {P.APPROVE_RELEASE, P.ASK_BUILD} <= role.may]
    assert both == []


def test_roles_whose_holder_leads_nobody_to_teachers():
    readers = {role.code for role in BY_CODE.values() if P.SEE_TEACHERS in role.may}
    assert readers == {"partner_viewer", "partner_admin", "regional_manager"}


def test_a_closed_account_may_nothing(db):
    user = holder("administrator")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert who_may.decide(user, P.SEE_NETWORK).because == "The account is closed."
    assert not who_may.decide(user, P.SEE_NETWORK)


def test_a_role_of_two_partners_is_not_one_of_a_third(db):
    user = holder("partner_admin")
    Membership.objects.create(person=user, partner_id=SOUTH, role="partner_viewer", since=SINCE)
    assert who_may.decide(user, P.INVITE, NORTH)
    assert not who_may.decide(user, P.INVITE, SOUTH)
    assert who_may.reach(user, P.SEE_TEACHERS).partners == {NORTH, SOUTH}


def test_a_partner_that_has_ended_lets_nobody_of_it_in(db, monkeypatch):
    user = holder("partner_admin")
    monkeypatch.setattr("catchment.portal.clock.timezone.localdate", lambda: date(2026, 5, 1))
    PartnerTerms.objects.create(partner_id=NORTH, ends_on=date(2026, 5, 2))
    assert who_may.decide(user, P.SEE_TEACHERS, NORTH)
    PartnerTerms.objects.update(ends_on=date(2026, 5, 1))
    assert not who_may.decide(user, P.SEE_TEACHERS, NORTH)


def test_who_invites_gives_roles_of_the_same_kind(db):
    admin, manager, reviewer = (
        holder(code) for code in ("partner_admin", "regional_manager", "data_manager")
    )
    assert who_may.may_give(admin, NORTH) == PARTNER_ROLES
    assert who_may.may_give(manager, NORTH) == PARTNER_ROLES
    assert who_may.may_give(manager, SOUTH) == ()
    assert who_may.may_give(manager, "") == ()
    assert who_may.may_give(reviewer, NORTH) == ()
    assert who_may.may_give(holder("administrator"), "") == STAFF_ROLES


ALL, NONE = who_may.Reach(everywhere=True), who_may.Reach()
AB, BC, B = (who_may.Reach(partners=frozenset(some)) for some in ("ab", "bc", "b"))


@pytest.mark.parametrize(
    ("one", "other", "both"), [(ALL, ALL, ALL), (ALL, AB, AB), (AB, BC, B), (NONE, ALL, NONE)]
)
def test_rights_of_two_people_intersect(one, other, both):
    assert one & other == both
    assert other & one == both
