"""In which state somebody must be for what their roles let them do: and if they are not, why and what to do.

Roles are another question: see `who_may`. States are asked in the order of `BEFORE_A_PAGE`; the first that
is missing answers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from catchment.portal import clock
from catchment.portal.accounts.models import DemoCard, Membership, PartnerTerms, User
from catchment.portal.accounts.visit import Visit
from catchment.portal.agreements import accepting

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as one: recovery codes are a spare key, not a second."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class State:
    """Whether somebody is in it, a sentence that says why or why not, and the page that leads there."""

    ready: bool
    because: str
    page: str = ""

    def __bool__(self) -> bool:
        return self.ready


def account(person: User) -> State:
    """Whether the account is open."""
    return State(person.is_active, "The account is open." if person.is_active else "The account is closed.")


def membership(row: Membership) -> State:
    """Whether a membership runs today."""
    day = clock.day_of_accounts()
    terms = PartnerTerms.objects.filter(partner_id=row.partner_id).first()
    if row.since > day:
        return State(False, f"The membership begins on {row.since:%Y-%m-%d}.")
    if row.left is not None and row.left <= day:
        return State(False, f"The membership ended on {row.left:%Y-%m-%d}.")
    if terms is not None and terms.ends_on is not None and terms.ends_on <= day:
        return State(False, f"The partner's time ended on {terms.ends_on:%Y-%m-%d}.")
    return State(True, f"The membership has run since {row.since:%Y-%m-%d}.")


def second_factor(visit: Visit, partner_id: str) -> State:
    """Whether whoever is at the keyboard showed a second factor, or needs none for the partner's pages.

    To have one is not enough: a session that began before it was set up may be somebody else's.
    """
    if not _needs_second_factor(visit.person, partner_id):
        return State(True, "No second factor is asked for.")
    if not is_mfa_enabled(visit.person, FACTORS):
        return State(False, "A second factor is asked for and not set up yet.", "mfa_index")
    if visit.by_second_factor:
        return State(True, "A second factor was shown.")
    return State(False, "A second factor is set up and was not shown in this session.", "mfa_reauthenticate")


def agreement(visit: Visit, partner_id: str) -> State:
    """Whether the agreement in force was accepted for the partner, or by staff for the program.

    While somebody looks as another person both must have accepted, the one at the keyboard for the program.
    """
    who = [(visit.person, partner_id)]
    if visit.seen_as is not None:
        who = [(visit.person, accepting.PROGRAM), (visit.seen_as, partner_id)]
    for person, accepted_for in who:
        if not accepting.has_accepted(person, accepted_for):
            return State(False, f"{person} has not accepted the agreement that is in force.", "agreement")
    return State(True, "The agreement that is in force is accepted.")


def changing(visit: Visit, method: str) -> State:
    """Whether something may be changed: not while looking as somebody else."""
    if visit.seen_as is None:
        return State(True, "The person looks as themself.")
    if method in SAFE_METHODS:
        return State(True, "Reading is possible while looking as somebody else.")
    return State(False, "Nothing can be changed while looking as somebody else.")


BEFORE_A_PAGE: tuple[Callable[[Visit, str], State], ...] = (second_factor, agreement)


def missing(visit: Visit, partner_id: str) -> State | None:
    """The first state that a page of a partner (or, with a blank one, of staff) asks for and is not there."""
    states = (ask(visit, partner_id) for ask in BEFORE_A_PAGE)
    return next((state for state in states if not state), None)


def _needs_second_factor(person: User, partner_id: str) -> bool:
    """Staff does, and people of a partner that asks for one; nobody whom the demo signs in by a click."""
    if settings.CATCHMENT_DEMO and DemoCard.objects.filter(person=person).exists():
        return False
    if person.is_program_staff:
        return True
    return PartnerTerms.objects.filter(partner_id=partner_id, second_factor=True).exists()
