"""What people do with memberships: one function per use case, one transaction, one audit event.

Each asks for the right again within its transaction, after taking the lock: whoever lost it a moment ago
changes nothing. `Http404` then, as for what does not exist.
"""

from datetime import date

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import Http404

from catchment.portal import audit
from catchment.portal.accounts import running, view_as, who_may
from catchment.portal.accounts.models import ManagedPartner, Membership, PartnerTerms, User
from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.roles import PARTNER_ROLES, RegionalManager
from catchment.portal.accounts.usecases import leave, look_after
from catchment.portal.invitations import sending


def remove(*, by: User, membership: int, on: date) -> Membership:
    """Somebody's membership ends; nobody ends their own."""
    with transaction.atomic():
        row = _locked(by, membership, Permission.REMOVE_PERSON)
        leave(membership=row, on=on, by=by)
        sending.take_back_from(by, row.person.email, row.partner_id)
    return row


def change_role(*, by: User, membership: int, role: str) -> Membership:
    """Somebody gets another role at the partner; nobody changes their own."""
    if role not in {each.code for each in PARTNER_ROLES}:
        raise Http404
    with transaction.atomic():
        row = _locked(by, membership, Permission.CHANGE_ROLE)
        before, row.role = row.role, role
        if before != role:
            row.save(update_fields=["role"])
            audit.record(
                by=by,
                about=row.person,
                action="membership.role",
                object=role,
                partner_id=row.partner_id,
                detail={"before": before},
            )
    return row


def look_as(*, by: User, membership: int, session: SessionBase) -> Membership:
    """Staff looks at the pages as somebody of a partner would."""
    with transaction.atomic():
        row = _running(membership)
        if row.person.is_program_staff or not who_may.decide(by, Permission.VIEW_AS, row.partner_id):
            raise Http404
        audit.record(by=by, about=row.person, action="view_as.start", partner_id=row.partner_id)
    view_as.start(session, row.person, row.partner_id)
    return row


def stop_looking(*, by: User, session: SessionBase) -> None:
    """Staff looks as themself again."""
    look = view_as.of(session)
    view_as.stop(session)
    if look is not None:
        audit.record(by=by, about=look.person, action="view_as.stop", partner_id=look.partner_id)


def settle(
    *, by: User, partner_id: str, ends_on: date | None, second_factor: bool, managers: set[int]
) -> None:
    """A partner's first day without access, its second factor, and who of the program looks after it."""
    with transaction.atomic():
        if not who_may.decide(by, Permission.SET_TERMS, partner_id):
            raise Http404
        terms = {"ends_on": ends_on, "second_factor": second_factor}
        PartnerTerms.objects.update_or_create(partner_id=partner_id, defaults=terms)
        detail = {"ends_on": str(ends_on or ""), "second_factor": second_factor}
        audit.record(by=by, action="partner.terms", partner_id=partner_id, detail=detail)
        _set_managers(by, partner_id, managers)


def _set_managers(by: User, partner_id: str, managers: set[int]) -> None:
    now = ManagedPartner.objects.filter(partner_id=partner_id)
    known = set(now.values_list("person_id", flat=True))
    for row in now.exclude(person__in=managers).select_related("person"):
        row.delete()
        audit.record(by=by, about=row.person, action="manager.leave", partner_id=partner_id)
    for person in User.objects.filter(pk__in=managers - known, staff_role=RegionalManager.code):
        look_after(person=person, partner_id=partner_id, by=by)


def _locked(by: User, membership: int, permission: Permission) -> Membership:
    """A running membership of somebody else, with its whole team locked, if one may do that to it."""
    row = _running(membership)
    # In one order for everybody, so that two who change the same team wait for, not against, each other.
    list(Membership.objects.select_for_update().filter(partner_id=row.partner_id).order_by("pk"))
    row = _running(membership)
    if row.person_id == by.pk or not who_may.decide(by, permission, row.partner_id):
        raise Http404
    return row


def _running(membership: int) -> Membership:
    row = running.running().select_related("person").filter(pk=membership).first()
    if row is None:
        raise Http404
    return row
