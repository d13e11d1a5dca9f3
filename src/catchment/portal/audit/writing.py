"""Write down who did or saw what."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.http import HttpRequest

if TYPE_CHECKING:
    from catchment.portal.accounts.models import User
    from catchment.portal.audit.models import AuditEvent


def record(
    *,
    by: "User | None",
    action: str,
    object: str = "",
    partner_id: str = "",
    detail: dict[str, Any] | None = None,
) -> "AuditEvent":
    """Add one event."""
    events = apps.get_model("audit", "AuditEvent").objects  # Django loads this package before its models
    return events.create(actor=by, action=action, object=object, partner_id=partner_id, detail=detail or {})


def saw_teachers(request: HttpRequest, page: str, people: list[str]) -> None:
    """Record whose rows a page shows, so that "who saw this teacher" has an answer."""
    record(
        by=request.user,
        action="teachers.view",
        object=page,
        partner_id=request.membership.partner_id,
        detail={"release": request.reader.release_id, "people": people},
    )
