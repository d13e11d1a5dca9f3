"""What people do with their account: one function per use case, one transaction, one audit event."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import Http404, HttpRequest

from catchment.network.errors import BadInput
from catchment.portal import audit
from catchment.portal.accounts import visit
from catchment.portal.accounts.models import ManagedPartner, Membership, User
from catchment.portal.accounts.roles import PARTNER_CHOICES, STAFF_CHOICES


def join(*, person: User, partner_id: str, role: str, since: date, by: User | None) -> Membership:
    """The person belongs to the partner from the day on."""
    with transaction.atomic():
        membership = Membership.objects.create(person=person, partner_id=partner_id, role=role, since=since)
        audit.record(by=by, action="membership.join", object=role, about=person, partner_id=partner_id)
    return membership


def look_after(*, person: User, partner_id: str, by: User | None) -> None:
    """A regional manager looks after a partner."""
    with transaction.atomic():
        ManagedPartner.objects.create(person=person, partner_id=partner_id)
        audit.record(by=by, about=person, action="manager.join", partner_id=partner_id)


def leave(*, membership: Membership, on: date, by: User | None) -> None:
    """The person's membership ends; from that day on no request of theirs opens the partner's shelf."""
    with transaction.atomic():
        membership.left = on
        membership.save(update_fields=["left"])
        audit.record(
            by=by,
            action="membership.leave",
            about=membership.person,
            partner_id=membership.partner_id,
        )


def switch(*, request: HttpRequest, partner_id: str) -> None:
    """Make another of the person's partners the current one; 404 for any that is not theirs."""
    if partner_id not in {row.partner_id for row in request.visit.memberships}:
        raise Http404
    request.session[visit.SESSION_KEY] = partner_id
    audit.record(by=request.user, action="partner.switch", partner_id=partner_id)


def open_account(
    *, email: str, name: str, password: str, partner_id: str, role: str, since: date, by: User | None
) -> User:
    """A new person with a role at a partner, or in the program (then without a partner).

    BadInput if the address has an account already, the role does not fit, or the password is too easy.
    """
    if role not in dict(PARTNER_CHOICES if partner_id else STAFF_CHOICES):
        raise BadInput(f"{role} is no role {'at a partner' if partner_id else 'in the program'}.")
    if User.objects.filter(email__iexact=email).exists():
        raise BadInput(f"{email} has an account already.")
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from error
    with transaction.atomic():
        staff_role = "" if partner_id else role
        person = User.objects.create_user(email, password=password, name=name, staff_role=staff_role)
        audit.record(by=by, action="account.open", object=role, about=person, partner_id=partner_id)
        if partner_id:
            join(person=person, partner_id=partner_id, role=role, since=since, by=by)
    return person
