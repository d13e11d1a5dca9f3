"""What `catchment doctor` says of the site's record: is it guarded, verified, and no longer than allowed?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from catchment.cli import portal_state
from catchment.cli.safety import Unsafe
from catchment.network import policy
from catchment.network.errors import BadInput, PromiseFailed

VERIFIED_WITHIN = timedelta(days=31)


def record(network_dir: Path) -> str:
    """PromiseFailed if the database would let events be changed; Unsafe if nobody looks after them."""
    if not portal_state.has_record(network_dir):
        return "none yet: it begins when the site first starts"
    from django.db import DatabaseError, connection

    from catchment.portal.audit import triggers

    if gone := triggers.missing(connection):
        raise PromiseFailed(f"the database lets events be changed: {', '.join(gone)} gone or altered")
    try:
        return _looked_after(network_dir)
    except DatabaseError as error:
        raise BadInput(f"does not fit this version: {error}") from error


def _looked_after(network_dir: Path) -> str:
    from catchment.portal.audit import heads
    from catchment.portal.audit.models import AuditEvent

    keep_days = policy.load(network_dir / "policy.toml").audit_keep_days
    over = AuditEvent.objects.filter(at__lt=datetime.now(UTC) - timedelta(days=keep_days)).count()
    if over:
        raise Unsafe(f"{over} events are older than {keep_days} days: run catchment audit forget")
    verified = heads.last_time(network_dir / heads.FILE)
    if not portal_state.is_demo(network_dir) and not _recent(verified):
        raise Unsafe("not verified in the last 31 days: run catchment audit verify, best every day")
    return f"{AuditEvent.objects.count()} events, which the database guards"


def _recent(moment: datetime | None) -> bool:
    return moment is not None and datetime.now(UTC) - moment < VERIFIED_WITHIN
