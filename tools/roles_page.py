"""The page about roles: who they are, for which partners they hold, and what each may do."""

from collections.abc import Iterator
from inspect import cleandoc

from django.conf import settings

from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.roles import BY_CODE, Role
from tools.markdown import page, table

INTRO = (
    "Each person has a login of their own and one role or several. What a role may do it may do for the",
    "partners named below and for no other. Besides a role, pages ask for states: the agreement accepted,",
    "for program staff and where a partner asks for it a second factor, and a membership and a partner that",
    "have not ended.",
    "",
    "An administrator can open a person's page at the desk and read there, permission by permission, what",
    "that person may do at a partner and why.",
)


def roles_page() -> str:
    if not settings.configured:
        settings.configure(USE_I18N=False)
    roles = list(BY_CODE.values())
    return page("Roles", INTRO, _roles(roles), _permissions(roles))


def _roles(roles: list[type[Role]]) -> Iterator[str]:
    rows = ((str(role.name), f"`{role.code}`", cleandoc(role.__doc__), role.where) for role in roles)
    yield from table(("role", "code", "who that is", "holds for"), rows)


def _permissions(roles: list[type[Role]]) -> Iterator[str]:
    yield from ("## What each may do", "")
    rows = ((each, *("yes" if each in role.may else "" for role in roles)) for each in Permission)
    yield from table(("may", *(str(role.name) for role in roles)), rows)
