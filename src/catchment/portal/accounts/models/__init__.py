"""People, and whose consent is in force."""

from catchment.portal.accounts.models.consent import ConsentRevision, ConsentState
from catchment.portal.accounts.models.people import DemoCard, Membership, User

__all__ = ["ConsentRevision", "ConsentState", "DemoCard", "Membership", "User"]
