"""People as the team's and the desk's pages list them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from catchment.portal.accounts import in_which_state, running
from catchment.portal.accounts.models import Membership, User
from catchment.portal.accounts.roles import BY_CODE
from catchment.portal.accounts.who_may import Reach
from catchment.portal.agreements import accepting, wording


@dataclass(frozen=True)
class Line:
    """One membership: who, as what, since when, and what they accepted."""

    membership: int
    person: User
    partner_id: str
    partner: str
    role: str
    role_name: str
    since: date
    accepted_version: str
    accepted_at: datetime | None
    is_current: bool
    second_factor: bool


def team(partner_id: str, name: str) -> list[Line]:
    """Everybody who belongs to a partner today, by name."""
    rows = running.running().filter(partner_id=partner_id)
    return _lines(rows.select_related("person"), {partner_id: name})


def people(reach: Reach, names: dict[str, str], partner_id: str) -> list[Line]:
    """Everybody who belongs to a partner in reach (or to the one asked for), by partner and name."""
    rows = running.running()
    if partner_id:
        rows = rows.filter(partner_id=partner_id)
    return _lines((row for row in rows.select_related("person") if reach.covers(row.partner_id)), names)


def staff() -> QuerySet[User]:
    """Everybody who has a role in the program, by name."""
    return User.objects.filter(is_active=True).exclude(staff_role="").order_by("name", "pk")


def one(membership: Membership, name: str) -> Line:
    """One membership as a line."""
    return _lines([membership], {membership.partner_id: name})[0]


def _lines(rows: Iterable[Membership], names: dict[str, str]) -> list[Line]:
    rows = list(rows)
    people = {row.person_id for row in rows}
    accepted, digest = accepting.latest(people), wording.current().digest
    with_factor = set(
        Authenticator.objects.filter(user__in=people, type__in=in_which_state.FACTORS).values_list(
            "user_id", flat=True
        )
    )
    lines = [
        _line(row, names.get(row.partner_id, row.partner_id), accepted, digest, row.person_id in with_factor)
        for row in rows
        if row.person.is_active
    ]
    return sorted(lines, key=lambda line: (line.partner, line.person.name.casefold(), line.membership))


def _line(row: Membership, partner: str, accepted: dict, digest: str, second_factor: bool) -> Line:
    last = accepted.get((row.person_id, row.partner_id))
    return Line(
        membership=row.pk,
        person=row.person,
        partner_id=row.partner_id,
        partner=partner,
        role=row.role,
        role_name=BY_CODE[row.role].name,
        since=row.since,
        accepted_version=last.text.version if last else "",
        accepted_at=last.at if last else None,
        is_current=last is not None and last.text.digest == digest,
        second_factor=second_factor,
    )
