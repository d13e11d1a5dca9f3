"""Accepting the agreement, and who has: for one partner at a time, and never for another text."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from catchment.portal import audit
from catchment.portal.accounts.models import User
from catchment.portal.agreements import wording
from catchment.portal.agreements.models import Acceptance, AgreementText
from catchment.portal.agreements.wording import Wording

if TYPE_CHECKING:
    from catchment.portal.accounts.visit import Visit

PROGRAM = ""
"""The partner of those who accept as program staff."""


def has_accepted(person: User, partner_id: str) -> bool:
    """Whether a person accepted the text that is in force, for a partner or for the program."""
    digest = wording.current().digest
    return Acceptance.objects.filter(person=person, partner_id=partner_id, text__digest=digest).exists()


def accept(*, person: User, partner_id: str, text: Wording) -> None:
    """The person accepts a text for a partner. Accepting it again changes nothing."""
    with transaction.atomic():
        kept, _new = AgreementText.objects.get_or_create(
            digest=text.digest, defaults={"version": text.version, "text": text.text}
        )
        _row, is_new = Acceptance.objects.get_or_create(person=person, partner_id=partner_id, text=kept)
        if is_new:
            audit.record(
                by=person,
                action="agreement.accept",
                object=f"version {text.version}",
                partner_id=partner_id,
                detail={"digest": text.digest},
            )


def places(visit: "Visit") -> tuple[str, ...]:
    """For whom a person can accept: the current partner, their others, and for staff the program."""
    others = tuple(row.partner_id for row in visit.memberships if row.partner_id != visit.partner_id)
    current = (visit.partner_id,) if visit.membership else ()
    return (*current, *others, *((PROGRAM,) if visit.is_staff else ()))


def next_place(visit: "Visit") -> str | None:
    """The first of these that still needs it, else the current one; None for who belongs nowhere."""
    own = places(visit)
    waiting = (partner_id for partner_id in own if not has_accepted(visit.person, partner_id))
    return next(waiting, own[0] if own else None)


def latest(people: Iterable[int]) -> dict[tuple[int, str], Acceptance]:
    """What each of some people accepted last for each partner, by person and partner."""
    rows = Acceptance.objects.filter(person__in=people).select_related("text").order_by("at", "pk")
    return {(row.person_id, row.partner_id): row for row in rows}
