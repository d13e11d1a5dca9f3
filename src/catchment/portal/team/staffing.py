"""Take a role of the program, or the whole account, away from somebody, with all that hangs on it.

Nobody does it to themself, and the last administrator stays one. `by` is None for the operator's commands.
"""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.http import Http404

from catchment.network.errors import BadInput
from catchment.portal import audit
from catchment.portal.accounts import who_may
from catchment.portal.accounts.models import ManagedPartner, User
from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.roles import STAFF_CHOICES, Administrator, RegionalManager
from catchment.portal.invitations import sending


def change_role(*, by: User | None, number: int, role: str) -> None:
    """Another role in the program; a blank one is none.

    Http404 if that is not theirs to do, BadInput for what is no role and for the last administrator.
    """
    if role not in {"", *dict(STAFF_CHOICES)}:
        raise BadInput(f"{role} is no role in the program.")
    with transaction.atomic():
        person = _locked(by, number, stays_administrator=role == Administrator.code)
        before, person.staff_role = person.staff_role, role
        person.save(update_fields=["staff_role"])
        if role != RegionalManager.code:
            ManagedPartner.objects.filter(person=person).delete()
        if not role:
            _cut_off(by, person)
        detail = {"before": before}
        audit.record(by=by, about=person, action="account.staff_role", object=role, detail=detail)


def close(*, by: User | None, number: int) -> None:
    """The account opens nothing any more. Refused as above."""
    with transaction.atomic():
        person = _locked(by, number)
        person.is_active, person.staff_role = False, ""
        person.save(update_fields=["is_active", "staff_role"])
        ManagedPartner.objects.filter(person=person).delete()
        _cut_off(by, person)
        audit.record(by=by, about=person, action="account.close")


def _locked(by: User | None, number: int, *, stays_administrator: bool = False) -> User:
    """Somebody else, locked with all administrators, so that of two who act at once the second sees it."""
    rows = User.objects.select_for_update(no_key=True).order_by("pk")
    rows = list(rows.filter(Q(pk=number) | Q(staff_role=Administrator.code, is_active=True)))
    person = next((row for row in rows if row.pk == number), None)
    if person is None:
        raise Http404
    if by is not None and (by.pk == number or not who_may.decide(by, Permission.CHANGE_STAFF)):
        raise Http404
    administrators = [row.pk for row in rows if row.is_active and row.staff_role == Administrator.code]
    if not stays_administrator and administrators == [number]:
        raise BadInput(f"{person} is the last administrator. Make somebody else one first.")
    return person


def _cut_off(by: User | None, person: User) -> None:
    """Nothing that they sent or were sent lets anybody in, and they are signed out everywhere."""
    sending.take_back_all_of(by, person)
    for session in UserSession.objects.filter(user=person):
        session.end()
