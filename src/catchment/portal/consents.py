"""Whose rows a partner may see at this moment. Every read of a teacher row asks here.

Whoever is not known here is out.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from uuid import UUID, uuid4

from django.db import transaction

from catchment.network.consent import ROSTER, Consent, in_force
from catchment.portal import audit, outbox
from catchment.portal.accounts.models import ConsentRevision, ConsentState
from catchment.portal.accounts.models.consent import IMPORTED, PORTAL

BATCH = 2_000
IN_THE_PORTAL = "withdrawn in the portal"
"""Stands where other consents name the text that was agreed to."""

Row = tuple[str, str, date, date | None]


def load(rows: Iterable[Row]) -> int:
    """Replace the imported part; rows are (person_id, partner_id, granted_on, withdrawn_on). Their number.

    Whose consent differs afterwards is recorded.
    """
    given = list(rows)
    states = [
        ConsentState(
            person_id=person, partner_id=partner, origin=IMPORTED, granted_on=granted, withdrawn_on=withdrawn
        )
        for person, partner, granted, withdrawn in given
    ]
    with transaction.atomic():
        imported = ConsentState.objects.filter(origin=IMPORTED)
        before = set(imported.values_list("person_id", "partner_id", "granted_on", "withdrawn_on"))
        imported.delete()
        ConsentState.objects.bulk_create(states, batch_size=BATCH)
        _changed()
        differing = {person for person, *_rest in before ^ set(given)}
        if differing:
            audit.record(by=None, action="consent.import", teachers=differing)
    return len(states)


def withdraw(*, person_id: str, partner_id: str, on: date) -> None:
    """The person stops sharing with the partner. Acts on the next request, whatever the day.

    What goes to the inbox is a consent that ends on the day it begins: it ends every earlier one for good,
    also where a later import brings those again.
    """
    with transaction.atomic():
        ConsentState.objects.create(
            person_id=person_id, partner_id=partner_id, origin=PORTAL, withdrawn_on=on
        )
        outbox.add(
            "consents",
            person_id=person_id,
            partner_id=partner_id,
            scope=ROSTER,
            text_version=IN_THE_PORTAL,
            granted_on=on,
            withdrawn_on=on,
        )
        _changed()


def revision() -> UUID | None:
    """Changes with every change of consent; part of the key of anything kept from one request to the next."""
    return ConsentRevision.objects.values_list("token", flat=True).first()


def people(partner_id: str, on: date) -> tuple[str, ...]:
    """The persons whose consent for the partner is in force on the day, sorted."""
    return _people(partner_id, on, revision())


@lru_cache(maxsize=256)
def _people(partner_id: str, on: date, _revision: UUID | None) -> tuple[str, ...]:
    states: dict[str, list[ConsentState]] = defaultdict(list)
    for state in ConsentState.objects.filter(partner_id=partner_id):
        states[state.person_id].append(state)
    return tuple(sorted(person for person, rows in states.items() if _in_force(rows, on)))


def _in_force(states: list[ConsentState], on: date) -> bool:
    """The network's rule, and besides: a withdrawal in the portal ends every consent granted up to its day.

    It is not compared with `on`: a demo's day is long past, and whoever says "stop" is not made to wait.
    """
    stops = [state.withdrawn_on for state in states if state.origin == PORTAL]
    consents = [
        Consent(state.person_id, state.partner_id, state.granted_on, state.withdrawn_on)
        for state in states
        if state.origin == IMPORTED and all(state.granted_on > stop for stop in stops)
    ]
    return in_force(consents, states[0].person_id, states[0].partner_id, on)


def _changed() -> None:
    ConsentRevision.objects.update_or_create(pk=1, defaults={"token": uuid4()})
