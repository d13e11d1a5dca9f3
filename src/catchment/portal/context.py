"""What every page shows: which release, as of when, whether it is a demo, who is looking, and as whom."""

from django.conf import settings
from django.http import HttpRequest

from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.visit import Visit


def page(request: HttpRequest) -> dict[str, object]:
    """The frame's context; without a published release, or outside a view, the release is None."""
    visit = getattr(request, "visit", None)
    return {
        "demo": settings.CATCHMENT_DEMO,
        "membership": getattr(request, "membership", None),
        "memberships": getattr(request, "memberships", ()),
        "release": getattr(request, "published", None),
        "looking": visit.seen_as if visit else None,
        "may": _at_partner(visit) if visit and visit.membership else {},
        "staff_may": _at_desk(visit) if visit and visit.is_staff else {},
    }


def _at_partner(visit: Visit) -> dict[str, bool]:
    """By a permission's name in small letters, for what a page links to. Opening it asks again."""
    return {each.name.lower(): bool(visit.may(each, visit.partner_id)) for each in Permission}


def _at_desk(visit: Visit) -> dict[str, bool]:
    """The same for the pages of program staff: whether it holds anywhere at all."""
    return {each.name.lower(): bool(visit.reach(each)) for each in Permission}
