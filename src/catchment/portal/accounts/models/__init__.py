"""People, the partners they belong to or look after, and whose consent is in force."""

from catchment.portal.accounts.models.consent import ConsentRevision, ConsentState
from catchment.portal.accounts.models.partners import ManagedPartner, PartnerTerms
from catchment.portal.accounts.models.people import DemoCard, Membership, User

__all__ = [
    "ConsentRevision",
    "ConsentState",
    "DemoCard",
    "ManagedPartner",
    "Membership",
    "PartnerTerms",
    "User",
]
