"""What people do with their account: one function per use case, one transaction, one audit event."""

from datetime import date

from django.db import transaction
from django.http import Http404, HttpRequest

from catchment.portal.accounts import audit, scope
from catchment.portal.accounts.models import Membership, User


def join(*, person: User, partner_id: str, role: str, since: date, by: User | None) -> Membership:
    """The person belongs to the partner from the day on."""
    with transaction.atomic():
        membership = Membership.objects.create(person=person, partner_id=partner_id, role=role, since=since)
        audit.record(by=by, action="membership.join", object=person.email, partner_id=partner_id)
    return membership


def leave(*, membership: Membership, on: date, by: User | None) -> None:
    """The person's membership ends; their next request no longer opens the partner's shelf."""
    with transaction.atomic():
        membership.left = on
        membership.save(update_fields=["left"])
        audit.record(
            by=by,
            action="membership.leave",
            object=membership.person.email,
            partner_id=membership.partner_id,
        )


def switch(*, request: HttpRequest, partner_id: str) -> None:
    """Make another of the person's partners the current one; 404 for any that is not theirs."""
    if partner_id not in {row.partner_id for row in scope.memberships(request.user)}:
        raise Http404
    request.session[scope.SESSION_KEY] = partner_id
    audit.record(by=request.user, action="partner.switch", partner_id=partner_id)
