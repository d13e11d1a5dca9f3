"""Write down who did or saw what."""

from typing import Any

from django.http import HttpRequest

from catchment.portal.accounts.models import AuditEvent, User


def record(
    *,
    by: User | None,
    action: str,
    object: str = "",
    partner_id: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one event."""
    return AuditEvent.objects.create(
        actor=by, action=action, object=object, partner_id=partner_id, detail=detail or {}
    )


def saw_teachers(request: HttpRequest, page: str, people: list[str]) -> None:
    """Record whose rows a page shows, so that "who saw this teacher" has an answer."""
    record(
        by=request.user,
        action="teachers.view",
        object=page,
        partner_id=request.membership.partner_id,
        detail={"release": request.reader.release_id, "people": people},
    )
