"""What every page shows: which release, as of when, whether it is a demo, who is looking, and as whom."""

from django.conf import settings
from django.http import HttpRequest

from catchment.portal.accounts import visit
from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.visit import Visit


def page(request: HttpRequest) -> dict[str, object]:
    """The frame's context; without a published release, or outside a view, the release is None."""
    who = _visit(request)
    return {
        "demo": settings.CATCHMENT_DEMO,
        "membership": getattr(request, "membership", None),
        "memberships": getattr(request, "memberships", ()),
        "release": getattr(request, "published", None),
        "looking": who.seen_as if who else None,
        "may": _at_partner(who) if who and who.membership else {},
        "staff_may": _at_desk(who) if who and who.is_staff else {},
    }


def _visit(request: HttpRequest) -> Visit | None:
    """Who looks; also at the page that says that there is none, which no view answers."""
    known = getattr(request, "visit", None)
    return known or (visit.read(request) if hasattr(request, "user") else None)


def _at_partner(who: Visit) -> dict[str, bool]:
    """By a permission's name in small letters, for what a page links to. Opening it asks again."""
    return {each.name.lower(): bool(who.may(each, who.partner_id)) for each in Permission}


def _at_desk(who: Visit) -> dict[str, bool]:
    """The same for the pages of program staff: whether it holds anywhere at all."""
    return {each.name.lower(): bool(who.reach(each)) for each in Permission}
