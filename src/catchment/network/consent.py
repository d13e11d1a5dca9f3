"""Consent: whether a person agrees, on a day, that a partner may see teacher-level data about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ROSTER = "roster"
"""The only scope there is: the person's row on the partner's roster."""


@dataclass(frozen=True)
class Consent:
    """A person agreed to a text for one partner, and perhaps took it back."""

    person_id: str
    partner_id: str
    granted_on: date
    withdrawn_on: date | None = None
    scope: str = ROSTER
    text_version: str = ""


def in_force(
    consents: Iterable[Consent], person_id: str, partner_id: str, on: date, scope: str = ROSTER
) -> bool:
    """Whether a consent of this person for this partner and scope holds on that day.

    A withdrawal counts from its own day on. It also ends every consent granted before it: whoever says
    "stop sharing" must not stay visible through an older text that nobody crossed out.
    """
    about = [
        consent
        for consent in consents
        if (consent.person_id, consent.partner_id, consent.scope) == (person_id, partner_id, scope)
    ]
    withdrawals = [
        consent.withdrawn_on for consent in about if consent.withdrawn_on and consent.withdrawn_on <= on
    ]
    return any(
        consent.granted_on <= on
        and (consent.withdrawn_on is None or consent.withdrawn_on > on)
        and not any(day > consent.granted_on for day in withdrawals)
        for consent in about
    )
