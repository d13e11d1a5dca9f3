"""Who asks for a page: the person at the keyboard, whom they look as, and their current partner.

Read anew for each request, so that what was taken away a moment ago is gone.
"""

from dataclasses import dataclass

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from catchment.portal.accounts import running, view_as, who_may
from catchment.portal.accounts.models import Membership, User
from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.roles import STAFF_ROLES

SESSION_KEY = "partner"


@dataclass(frozen=True)
class Visit:
    """`holdings` are the roles of the person, and `seen_holdings` those of whom they look as.

    `by_second_factor`: whether the person showed or set up one in this session.
    """

    person: User | AnonymousUser
    seen_as: User | None
    memberships: tuple[Membership, ...]
    membership: Membership | None
    holdings: who_may.Holdings
    seen_holdings: who_may.Holdings = ()
    by_second_factor: bool = False

    @property
    def partner_id(self) -> str:
        """The current partner; blank for who has none."""
        return self.membership.partner_id if self.membership else ""

    @property
    def is_staff(self) -> bool:
        """Whether this is a visit of program staff as such."""
        return self.seen_as is None and any(each.role in STAFF_ROLES for each in self.holdings)

    def may(self, permission: Permission, partner_id: str = "") -> who_may.Decision:
        """What the person may; while they look as somebody, only what both may."""
        own = who_may.decide(self.person, permission, partner_id, self.holdings)
        if self.seen_as is None or not own:
            return own
        return who_may.decide(self.seen_as, permission, partner_id, self.seen_holdings)

    def reach(self, permission: Permission) -> who_may.Reach:
        """Where that holds."""
        own = who_may.reach(self.person, permission, self.holdings)
        if self.seen_as is None:
            return own
        return own & who_may.reach(self.seen_as, permission, self.seen_holdings)


def read(request: HttpRequest) -> Visit:
    """The visit that a request belongs to."""
    person = request.user
    holdings, factor = who_may.held(person), _by_second_factor(request)
    look = view_as.of(request.session) if person.is_authenticated else None
    if look is not None:
        seen = _as_somebody(person, holdings, look, factor)
        if seen is not None:
            return seen
        view_as.stop(request.session)
    rows = running.memberships(person)
    membership = chosen(rows, request.session.get(SESSION_KEY))
    return Visit(person, None, rows, membership, holdings, by_second_factor=factor)


def chosen(rows: tuple[Membership, ...], wanted: str | None) -> Membership | None:
    """The membership the person chose, if it still runs, else their first."""
    return next((row for row in rows if row.partner_id == wanted), rows[0] if rows else None)


def _by_second_factor(request: HttpRequest) -> bool:
    return any(each["method"] == "mfa" for each in get_authentication_records(request, request.user))


def _as_somebody(person: User, holdings: who_may.Holdings, look: view_as.Look, factor: bool) -> Visit | None:
    """None once the one may no longer look, or the other no longer belongs to the partner."""
    rows = tuple(row for row in running.memberships(look.person) if row.partner_id == look.partner_id)
    if not rows or not who_may.decide(person, Permission.VIEW_AS, look.partner_id, holdings):
        return None
    return Visit(person, look.person, rows, rows[0], holdings, who_may.held(look.person), factor)
