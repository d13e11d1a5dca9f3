"""Puts the demo's people into a fresh portal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from catchment.network.errors import BadInput
from catchment.portal.accounts import usecases
from catchment.portal.accounts.models import DemoCard, Membership, User
from catchment.portal.agreements import accepting, wording


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to try the demo as. `role` is `partner` or `staff`; staff belongs to no partner."""

    email: str
    name: str
    role: str
    partner_id: str | None
    blurb: str


PARTNER, STAFF = "partner", "staff"


def create_people(people: Iterable[DemoPerson], since: date) -> None:
    """Create or refresh the demo's people, in the order given. BadInput outside a demo."""
    if not settings.CATCHMENT_DEMO:
        raise BadInput("One-click people can only be created in a demo network.")
    with transaction.atomic():
        DemoCard.objects.all().delete()
        for position, person in enumerate(people):
            _create(person, position, since)


def _create(person: DemoPerson, position: int, since: date) -> None:
    if person.role not in (PARTNER, STAFF) or (person.role == PARTNER) != bool(person.partner_id):
        raise BadInput(f"The demo's {person.email} must be staff, or belong to a partner.")
    user = User.objects.filter(email=person.email.lower()).first() or User.objects.create_user(
        person.email, name=person.name, staff_role="administrator" if person.role == STAFF else ""
    )
    DemoCard.objects.create(person=user, position=position, blurb=person.blurb)
    # They are invented, and whoever tries the demo reads no contract first.
    accepting.accept(person=user, partner_id=person.partner_id or accepting.PROGRAM, text=wording.current())
    if person.partner_id and not Membership.objects.filter(person=user, left=None).exists():
        usecases.join(person=user, partner_id=person.partner_id, role="partner_admin", since=since, by=None)
