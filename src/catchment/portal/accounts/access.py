"""Who may open a page. Each view carries one rule; a view without a rule is opened by nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.visit import Visit

View = Callable[..., Any]


class Rule(StrEnum):
    PUBLIC = "everybody"
    PERSON = "who has signed in"
    PARTNER = "who belongs to a partner, for that partner's shelf"
    STAFF = "program staff"


ASKS_FOR = {Rule.PARTNER: Permission.SEE_REGION, Rule.STAFF: Permission.SEE_NETWORK}
"""What a page of a rule asks for where it names nothing else."""


class Answer(StrEnum):
    ALLOW = "allow"
    SIGN_IN = "sign in first"
    HIDE = "as if there were no such page"


@dataclass(frozen=True)
class Access:
    """A page's rule, the permission it asks for, and whether it opens while looking as somebody else."""

    rule: Rule
    may: Permission | None
    while_looking: bool


def opened_by(
    rule: Rule, may: Permission | None = None, *, while_looking: bool | None = None
) -> Callable[[View], View]:
    """Mark a view with who may open it: under a rule, and `may` what it is for.

    A person's own pages do not open while they look as somebody else, unless the view says so.
    """
    if while_looking is None:
        while_looking = rule is not Rule.PERSON

    def mark(view: View) -> View:
        view.access = Access(rule, may or ASKS_FOR.get(rule), while_looking)
        return view

    return mark


def of(view: View) -> Access | None:
    """What a view was marked with; None for one that was not."""
    return getattr(view, "access", None)


def answer(access: Access | None, visit: Visit) -> Answer:
    """What somebody gets who asks for a page. Missing and forbidden look the same."""
    if access is None:
        return Answer.HIDE
    if access.rule is Rule.PUBLIC:
        return Answer.ALLOW
    if not visit.person.is_authenticated:
        return Answer.SIGN_IN
    return Answer.ALLOW if _may(access, visit) else Answer.HIDE


def _may(access: Access, visit: Visit) -> bool:
    if visit.seen_as is not None and not access.while_looking:
        return False
    if access.rule is Rule.STAFF:
        return visit.is_staff and bool(visit.reach(access.may))
    if access.rule is Rule.PARTNER:
        return visit.membership is not None and bool(visit.may(access.may, visit.partner_id))
    return access.rule is Rule.PERSON
