"""What staff ask for: one function per use case, one transaction, one audit event."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from catchment.network.errors import BadInput
from catchment.portal import audit
from catchment.portal.accounts.models import User
from catchment.portal.desk.models import Job

NEEDS_A_RELEASE = frozenset({"attack", "publish"})


def ask(*, by: User, kind: str, release_id: str = "") -> Job:
    """Leave a row that asks the worker to build, attack or publish. BadInput if it makes no sense."""
    if kind not in dict(Job.KINDS):
        raise BadInput(f"There is no job of the kind {kind}.")
    if (kind in NEEDS_A_RELEASE) != bool(release_id):
        raise BadInput(
            f"A job of the kind {kind} {'needs' if kind in NEEDS_A_RELEASE else 'takes no'} release."
        )
    with transaction.atomic():
        job = Job.objects.create(kind=kind, release_id=release_id, asked_by=by)
        import_string(settings.CATCHMENT_JOB_TASK).enqueue(job.pk)
        audit.record(by=by, action=f"job.{kind}", release=release_id)
    return job
