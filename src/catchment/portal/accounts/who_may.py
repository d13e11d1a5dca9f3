"""Who may do what, and where: decided from roles alone, and always with the reason.

Whether somebody's state lets them (an agreement accepted, a second factor set up) is another question: see
`in_which_state`. Read at each call, so that a role taken away is gone with the next request.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from catchment.portal.accounts import running
from catchment.portal.accounts.models import ManagedPartner, User
from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.roles import BY_CODE, PARTNER_ROLES, STAFF_ROLES, Role, Where

__all__ = [
    "Decision",
    "Holding",
    "Holdings",
    "Permission",
    "Reach",
    "decide",
    "held",
    "may_give",
    "reach",
]


@dataclass(frozen=True)
class Decision:
    """Whether somebody may, and a sentence that says why or why not. Stands for its answer in an `if`."""

    allowed: bool
    because: str

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class Reach:
    """Where something holds: everywhere, or at some partners (none: nowhere)."""

    everywhere: bool = False
    partners: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.partners)

    def covers(self, partner_id: str) -> bool:
        """Whether it holds at a partner; `""` is the network as a whole."""
        return self.everywhere or partner_id in self.partners

    def __and__(self, other: "Reach") -> "Reach":
        if self.everywhere or other.everywhere:
            return other if self.everywhere else self
        return Reach(partners=self.partners & other.partners)


@dataclass(frozen=True)
class Holding:
    """A role that a person has, and where it holds for them."""

    role: type[Role]
    reach: Reach


Holdings = tuple[Holding, ...]


def held(person: User | AnonymousUser) -> Holdings:
    """The roles that a person has today; none for who is not signed in or whose account is closed.

    Of the account, too, what the database says now: a request keeps the person as they were when it began.
    """
    if not person.is_authenticated:
        return ()
    now = User.objects.filter(pk=person.pk, is_active=True).first()
    if now is None:
        return ()
    rows = running.memberships(person)
    at_partners = [Holding(BY_CODE[row.role], Reach(partners=frozenset({row.partner_id}))) for row in rows]
    return (*at_partners, *_in_the_program(now))


def decide(
    person: User | AnonymousUser,
    permission: Permission,
    partner_id: str = "",
    holdings: Holdings | None = None,
) -> Decision:
    """Whether a person may do something at a partner; without one, in the network as a whole.

    `holdings`: what `held` said of the person, where that was asked a moment ago.
    """
    holdings = held(person) if holdings is None else holdings
    for holding in holdings:
        if permission in holding.role.may and holding.reach.covers(partner_id):
            return Decision(True, f"{_named(holding)} may {permission}.")
    return Decision(False, _why_not(person, holdings, permission, partner_id))


def reach(person: User | AnonymousUser, permission: Permission, holdings: Holdings | None = None) -> Reach:
    """Where a person may do something."""
    holdings = held(person) if holdings is None else holdings
    places = [holding.reach for holding in holdings if permission in holding.role.may]
    return Reach(
        everywhere=any(place.everywhere for place in places),
        partners=frozenset().union(*(place.partners for place in places)),
    )


def may_give(person: User | AnonymousUser, partner_id: str) -> tuple[type[Role], ...]:
    """The roles that a person may give to whom they invite; without a partner, those of the program."""
    if not decide(person, Permission.INVITE, partner_id):
        return ()
    return PARTNER_ROLES if partner_id else STAFF_ROLES


def _in_the_program(person: User) -> list[Holding]:
    role = BY_CODE.get(person.staff_role)
    if role is None:
        return []
    if role.where is Where.EVERYWHERE:
        return [Holding(role, Reach(everywhere=True))]
    named = ManagedPartner.objects.filter(person=person).values_list("partner_id", flat=True)
    return [Holding(role, Reach(partners=frozenset(named)))]


def _why_not(
    person: User | AnonymousUser, holdings: Holdings, permission: Permission, partner_id: str
) -> str:
    where = f"at {partner_id}" if partner_id else "in the network as a whole"
    if not person.is_authenticated:
        return "Nobody is signed in."
    if not User.objects.filter(pk=person.pk, is_active=True).exists():
        return "The account is closed."
    if not holdings:
        return f"Who belongs to no partner and is not program staff may not {permission}."
    roles = " and ".join(_named(holding) for holding in holdings)
    return f"{roles} may not {permission} {where}."


def _named(holding: Holding) -> str:
    where = ", ".join(sorted(holding.reach.partners)) or "no partner"
    return str(holding.role.name) + ("" if holding.reach.everywhere else f" ({where})")
