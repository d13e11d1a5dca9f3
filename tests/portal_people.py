"""The people of the page tests: owner, colleague, stranger of another partner, nobody's, staff, anonymous.

All have accepted the agreement, and staff has a second factor, as whoever gets past the first minute.
"""

from datetime import date
from types import SimpleNamespace

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client

from catchment.portal import consents
from catchment.portal.accounts.in_which_state import FACTORS
from catchment.portal.accounts.models import ManagedPartner, Membership, User
from catchment.portal.agreements import accepting, wording
from tests import portal_release
from tests.portal_release import NORTH, SOUTH, TEACHERS, person_id

PASSWORD = "a long enough sentence"
SINCE = date(2025, 6, 1)


def person(email: str, *, partners: tuple[str, ...] = (), staff_role: str = "") -> User:
    user = User.objects.create_user(
        email, PASSWORD, name=f"Invented {email.split('@')[0].title()}", staff_role=staff_role
    )
    for partner in partners:
        belongs(user, partner)
    if staff_role:
        settled(user, accepting.PROGRAM)
        TOTP.activate(user, generate_totp_secret())
    return user


def belongs(user: User, partner: str, role: str = "partner_viewer") -> Membership:
    """The person belongs to a partner, and has accepted the agreement for it."""
    settled(user, partner)
    return Membership.objects.create(person=user, partner_id=partner, role=role, since=SINCE)


def settled(user: User, partner: str) -> None:
    """The person has accepted the agreement for a partner, or for the program."""
    accepting.accept(person=user, partner_id=partner, text=wording.current())


def just_signed_in(client: Client, user: User) -> Client:
    """The browser as after typing the password, which sensitive steps ask for.

    An hour from now, so that it stays fresh however long a test takes.
    """
    session = client.session
    record_authentication(SimpleNamespace(session=session), user, "password", reauthenticated=True)
    session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] += 3600
    session.save()
    return client


def _with_second_factor(client: Client, user: User) -> None:
    if is_mfa_enabled(user, FACTORS):
        session = client.session
        record_authentication(SimpleNamespace(session=session), user, "mfa")
        session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] = 0
        session.save()


def everybody_agrees() -> None:
    consents.load(agreements())


def agreements() -> list[tuple[str, str, date, date | None]]:
    return [
        (person_id(partner, number), partner, SINCE, None)
        for partner in (NORTH, SOUTH)
        for number in range(1, TEACHERS + 1)
    ]


def make_people() -> SimpleNamespace:
    return SimpleNamespace(
        owner=person("owner@north.invalid", partners=(NORTH,)),
        colleague=person("colleague@north.invalid", partners=(NORTH,)),
        stranger=person("stranger@south.invalid", partners=(SOUTH,)),
        nobody=person("nobody@nowhere.invalid"),
        staff=person("staff@program.invalid", staff_role="administrator"),
    )


@pytest.fixture
def published(tmp_path, settings) -> str:
    """A published release, and the portal pointed at it."""
    settings.CATCHMENT_RELEASES = tmp_path / "releases"
    return portal_release.write(settings.CATCHMENT_RELEASES)


@pytest.fixture
def people(db, published) -> SimpleNamespace:
    """Everybody, on a portal with a release, where every teacher has agreed to share."""
    everybody_agrees()
    return make_people()


@pytest.fixture
def as_person():
    """A client that is signed in as somebody, long ago and with their second factor; anonymous for None."""

    def signed_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            _with_second_factor(client, user)
        return client

    return signed_in


@pytest.fixture
def admin(people) -> User:
    """Looks after the team of the north."""
    user = person("admin@north.invalid")
    belongs(user, NORTH, "partner_admin")
    return user


@pytest.fixture
def manager(people) -> User:
    """Of the program; looks after the north."""
    user = person("manager@program.invalid", staff_role="regional_manager")
    ManagedPartner.objects.create(person=user, partner_id=NORTH)
    return user
