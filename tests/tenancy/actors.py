"""Everybody who may ask for a page: a person of each role, and people in each state that closes pages.

All but strangers belong to the North, or look after it; what belongs to the South is foreign to them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.test import Client

from catchment.portal.accounts import view_as
from catchment.portal.accounts.models import ManagedPartner, Membership, PartnerTerms, User
from catchment.portal.agreements.models import Acceptance
from tests.portal_people import SINCE, belongs, just_signed_in, person
from tests.portal_release import NORTH, SOUTH

ENDED = "ended"
"""A partner whose time is over."""
PARTNER = ("viewer", "admin")
STAFF = ("manager", "data", "reviewer", "administrator")
LOOKING = ("administrator_looking", "manager_looking")
"""Staff who looks as the North's administrator."""
WITHOUT = ("lone", "left", "ended")
"""Signed in, and belongs nowhere any more or never did."""
WAITING = ("unaccepted", "no_factor")
"""Have a role, and not yet the state that it asks for: a partner's viewer, and an administrator."""
EVERYBODY = ("nobody", *WITHOUT, *WAITING, *PARTNER, *STAFF, *LOOKING)

SIGNED_IN = tuple(name for name in EVERYBODY if name != "nobody")
THEMSELVES = tuple(name for name in SIGNED_IN if name not in LOOKING)
"""Whom pages of their own account are open to: they are closed while one looks as somebody else."""


@dataclass(frozen=True)
class Actor:
    """Who asks: a signed-in browser and, but for nobody, the person."""

    name: str
    client: Client
    person: User | None


def make(as_person: Callable[[User | None], Client]) -> dict[str, Actor]:
    """Everybody by name, who have all just typed their password; and the people of the South."""
    people = _people()
    people |= {f"{name}_looking": people[name] for name in ("administrator", "manager")}
    actors = {name: Actor(name, as_person(people.get(name)), people.get(name)) for name in EVERYBODY}
    for name, actor in actors.items():
        actor.client.raise_request_exception = False
        if actor.person is not None:
            session = just_signed_in(actor.client, actor.person).session
            if name in LOOKING:
                view_as.start(session, people["admin"], NORTH)
                session.save()
    return actors


def _people() -> dict[str, User]:
    people = {name: person(f"{name}@north-team.invalid") for name in (*WITHOUT, "unaccepted", *PARTNER)}
    belongs(people["viewer"], NORTH)
    belongs(people["admin"], NORTH, "partner_admin")
    belongs(people["unaccepted"], NORTH)
    Acceptance.objects.filter(person=people["unaccepted"]).delete()
    left = belongs(people["left"], NORTH)
    Membership.objects.filter(pk=left.pk).update(left=SINCE)
    belongs(people["ended"], ENDED)
    PartnerTerms.objects.create(partner_id=ENDED, ends_on=date(2025, 9, 1))
    belongs(person("foreigner@south-team.invalid"), SOUTH, "partner_admin")
    return people | _staff()


def _staff() -> dict[str, User]:
    roles = ("regional_manager", "data_manager", "privacy_reviewer", "administrator")
    people = {
        name: person(f"{name}@program.invalid", staff_role=role)
        for name, role in zip(STAFF, roles, strict=True)
    }
    ManagedPartner.objects.create(person=people["manager"], partner_id=NORTH)
    people["no_factor"] = person("no_factor@program.invalid", staff_role="administrator")
    Authenticator.objects.filter(user=people["no_factor"]).delete()
    return people
