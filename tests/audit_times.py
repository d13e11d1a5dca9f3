"""Audit events of other days than today's."""

from datetime import datetime
from typing import Any

from catchment.portal import audit
from catchment.portal.audit.models import AuditEvent


def written_at(monkeypatch, moment: datetime, **said: Any) -> AuditEvent:
    """An event that the portal's clock dates to the moment."""
    with monkeypatch.context() as patch:
        patch.setattr("catchment.portal.audit.writing.timezone.now", lambda: moment)
        return audit.record(**{"by": None, "action": "test", **said})
