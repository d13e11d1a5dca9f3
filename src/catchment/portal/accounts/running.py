"""Which memberships run today. Everything that asks where somebody belongs asks here, at each request."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from catchment.portal import clock
from catchment.portal.accounts.models import Membership, PartnerTerms, User


def memberships(person: User | AnonymousUser) -> tuple[Membership, ...]:
    """The person's running memberships by partner id, one of each partner.

    The day of leaving is over, and so is a partner's own last day.
    """
    if not person.is_authenticated:
        return ()
    rows = running().filter(person=person).order_by("partner_id", "since")
    # Somebody may have come back before the day on which they were to leave.
    return tuple({row.partner_id: row for row in rows}.values())


def running():
    """Every membership that runs today."""
    day = clock.day_of_accounts()
    over = PartnerTerms.objects.filter(ends_on__lte=day).values("partner_id")
    begun = Membership.objects.filter(since__lte=day).exclude(partner_id__in=over)
    return begun.filter(Q(left=None) | Q(left__gt=day))
