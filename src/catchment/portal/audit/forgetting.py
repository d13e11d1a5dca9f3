"""The record has an end too: events older than the network's period go, and the chain says so.

An append-only chain forgets by a checkpoint: an event that names the last one to go and its hash, so that
what remains still hangs on something. The database lets go of what such an event covers and of nothing else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from catchment.portal.audit import writing
from catchment.portal.audit.models import AuditedTeacher, AuditEvent

ACTION = "audit.forget"


@dataclass(frozen=True)
class Forgotten:
    """How many events went, and the last of them (0: none)."""

    events: int
    through: int


def forget(keep_days: int) -> Forgotten:
    """Remove the events older than so many days, from the oldest up to the first that is younger."""
    oldest_kept = timezone.now() - timedelta(days=keep_days)
    with transaction.atomic():
        writing.take_turn()
        last = _last_before(oldest_kept)
        if last is None:
            return Forgotten(0, 0)
        events = AuditEvent.objects.filter(number__lte=last.number).count()
        writing.record(
            by=None,
            action=ACTION,
            forgets_through=last.number,
            detail={"hash": last.hash, "events": events, "keep_days": keep_days},
        )
        # past the models' own refusal: the database decides
        models.QuerySet(AuditedTeacher).filter(event_id__lte=last.number).delete()
        models.QuerySet(AuditEvent).filter(number__lte=last.number).delete()
    return Forgotten(events, last.number)


def _last_before(moment: datetime) -> AuditEvent | None:
    """The last event of the unbroken old part: clocks differ, and nothing younger may go with it."""
    kept = AuditEvent.objects.filter(at__gte=moment).order_by("number").first()
    old = AuditEvent.objects.order_by("-number")
    return (old.filter(number__lt=kept.number) if kept else old).first()
