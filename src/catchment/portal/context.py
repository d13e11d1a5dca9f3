"""What every page shows: which release, as of when, whether it is a demo, and who is looking."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """The frame's context; without a published release, or outside a view, the release is None."""
    return {
        "demo": settings.CATCHMENT_DEMO,
        "membership": getattr(request, "membership", None),
        "memberships": getattr(request, "memberships", ()),
        "release": getattr(request, "published", None),
    }
