"""The roles people can have, at a partner or in the program, and what each may do.

Each role is a class whose docstring says in a sentence who that is. `who_may` asks them; nothing else does.
"""

from enum import StrEnum
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catchment.portal.accounts.permissions import Permission as May


class Where(StrEnum):
    """For which partners a role holds."""

    MEMBERSHIP = "the partner that the person belongs to"
    NAMED = "the partners named for the person"
    EVERYWHERE = "the whole network and each of its partners"


class Role:
    """One role: its code in the database, its name on pages, where it holds and what it may do."""

    code: ClassVar[str]
    name: ClassVar[str | Promise]
    where: ClassVar[Where]
    may: ClassVar[frozenset[May]]


class PartnerViewer(Role):
    """Somebody of a partner organization who works with its figures and its teachers."""

    code = "partner_viewer"
    name = _("Partner")
    where = Where.MEMBERSHIP
    may = frozenset({May.SEE_REGION, May.SEE_TEACHERS, May.SEND_CHECKIN, May.STOP_SHARING, May.SEE_TEAM})


class PartnerAdmin(Role):
    """Somebody of a partner organization who also looks after its team."""

    code = "partner_admin"
    name = _("Partner administrator")
    where = Where.MEMBERSHIP
    may = PartnerViewer.may | {May.INVITE, May.REMOVE_PERSON, May.CHANGE_ROLE}


class RegionalManager(Role):
    """Program staff who looks after some partners: invites their people and helps them."""

    code = "regional_manager"
    name = _("Regional manager")
    where = Where.NAMED
    may = frozenset(
        {
            May.SEE_NETWORK,
            May.SEE_REGION,
            May.SEE_TEACHERS,
            May.STOP_SHARING,
            May.SEE_TEAM,
            May.INVITE,
            May.REMOVE_PERSON,
            May.CHANGE_ROLE,
            May.VIEW_AS,
            May.SEE_AGREEMENTS,
        }
    )


class DataManager(Role):
    """Program staff who brings data in and has releases built."""

    code = "data_manager"
    name = _("Data manager")
    where = Where.EVERYWHERE
    may = frozenset({May.SEE_NETWORK, May.SEE_REGION, May.RUN_IMPORT, May.ASK_BUILD})


class PrivacyReviewer(Role):
    """Program staff who approves releases, and looks up who saw what. Never builds what they approve."""

    code = "privacy_reviewer"
    name = _("Privacy reviewer")
    where = Where.EVERYWHERE
    may = frozenset(
        {
            May.SEE_NETWORK,
            May.SEE_REGION,
            May.STOP_SHARING,
            May.READ_AUDIT,
            May.SEE_AGREEMENTS,
            May.APPROVE_RELEASE,
        }
    )


class Administrator(Role):
    """Program staff who looks after people and partners. Sees no teacher's row and approves no release."""

    code = "administrator"
    name = _("Administrator")
    where = Where.EVERYWHERE
    may = frozenset(May) - {May.SEE_TEACHERS, May.SEND_CHECKIN, May.APPROVE_RELEASE}


PARTNER_ROLES = (PartnerViewer, PartnerAdmin)
STAFF_ROLES = (RegionalManager, DataManager, PrivacyReviewer, Administrator)
BY_CODE = {role.code: role for role in (*PARTNER_ROLES, *STAFF_ROLES)}

PARTNER_CHOICES = [(role.code, role.name) for role in PARTNER_ROLES]
STAFF_CHOICES = [(role.code, role.name) for role in STAFF_ROLES]
