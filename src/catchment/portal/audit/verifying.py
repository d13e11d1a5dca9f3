"""Is the chain whole? Every event is read again and held against its hash and its neighbours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from catchment.portal.audit import triggers
from catchment.portal.audit.chain import START
from catchment.portal.audit.heads import Head
from catchment.portal.audit.models import AuditEvent

AT_A_TIME = 2_000


@dataclass
class Verified:
    """What reading the chain found: how many events, the last of them, and each fault in a sentence."""

    events: int = 0
    head: Head | None = None
    faults: list[str] = field(default_factory=list)


def verify(noted: Iterable[Head] = (), keep_days: int = 0) -> Verified:
    """Read the whole chain. `noted`: earlier heads, kept elsewhere, which must still stand in it.

    Those older than `keep_days` may have been forgotten.
    """
    found, noted = Verified(), list(noted)
    guards = triggers.missing(connection)
    found.faults += [
        f"the database does not keep events from being changed: {name} is gone or altered" for name in guards
    ]
    known = {head.number: head.hash for head in noted}
    first, forgets = None, None
    for event in AuditEvent.objects.order_by("number").prefetch_related("teachers").iterator(AT_A_TIME):
        first = first or event
        forgets = event if event.forgets_through else forgets
        found.faults += _faults(event, found.head, known)
        found.head = Head(event.number, event.hash, event.at)
        found.events += 1
    found.faults += _before(first, forgets) + _after(found.head, known)
    found.faults += _too_early(first, noted, keep_days)
    return found


def _faults(event: AuditEvent, before: Head | None, known: Mapping[int, str]) -> list[str]:
    """What is wrong with an event in its place."""
    faults = []
    if before and event.number != before.number + 1:
        faults.append(f"events {before.number + 1} to {event.number - 1} are missing")
    elif before and event.previous != before.hash:
        faults.append(f"event {event.number} does not follow event {before.number}")
    if event.link().hash() != event.hash:
        faults.append(f"event {event.number} was changed: what it says does not give its hash")
    elif known.get(event.number, event.hash) != event.hash:
        faults.append(f"event {event.number} is not the one that was noted")
    return faults


def _before(first: AuditEvent | None, forgets: AuditEvent | None) -> list[str]:
    """Whether the chain begins at its beginning, or where a later event says it was cut."""
    if first is None or (first.number == 1 and first.previous == START):
        return []
    if forgets and (forgets.forgets_through, forgets.detail.get("hash")) == (
        first.number - 1,
        first.previous,
    ):
        return []
    return [f"no event says that those before event {first.number} were forgotten"]


def _too_early(first: AuditEvent | None, noted: Iterable[Head], keep_days: int) -> list[str]:
    """The noted heads that were forgotten, and were younger than what may be."""
    oldest_kept = timezone.now() - timedelta(days=keep_days)
    return [
        f"event {head.number} was noted and is gone before the {keep_days} days of policy.toml are over"
        for head in noted
        if first and head.number < first.number and head.at and head.at >= oldest_kept
    ]


def _after(head: Head | None, known: Mapping[int, str]) -> list[str]:
    last = head.number if head else 0
    return [f"event {number} was noted, but the chain ends at {last}" for number in known if number > last]
