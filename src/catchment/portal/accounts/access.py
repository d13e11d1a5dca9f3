"""Who may open a page. Each view carries one rule; a view without a rule is opened by nobody."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser

from catchment.portal.accounts.models import Membership, User

View = Callable[..., Any]


class Rule(StrEnum):
    PUBLIC = "everybody"
    PERSON = "who has signed in"
    PARTNER = "who belongs to a partner, for that partner's shelf"
    STAFF = "program staff"


class Answer(StrEnum):
    ALLOW = "allow"
    SIGN_IN = "sign in first"
    HIDE = "as if there were no such page"


def opened_by(rule: Rule) -> Callable[[View], View]:
    """Mark a view with who may open it."""

    def mark(view: View) -> View:
        view.access_rule = rule
        return view

    return mark


def rule_of(view: View) -> Rule | None:
    return getattr(view, "access_rule", None)


def answer(rule: Rule | None, person: User | AnonymousUser, membership: Membership | None) -> Answer:
    """What a person gets who asks for a page under a rule. Missing and forbidden look the same."""
    if rule is Rule.PUBLIC:
        return Answer.ALLOW
    if rule is None:
        return Answer.HIDE
    if not person.is_authenticated:
        return Answer.SIGN_IN
    return Answer.ALLOW if _may(rule, person, membership) else Answer.HIDE


def _may(rule: Rule, person: User, membership: Membership | None) -> bool:
    if rule is Rule.STAFF:
        return person.is_program_staff
    if rule is Rule.PARTNER:
        return membership is not None
    return rule is Rule.PERSON
