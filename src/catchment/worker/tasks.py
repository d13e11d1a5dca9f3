"""The task the portal leaves behind: run one of catchment's commands as a process, note how it ended."""

import os
import subprocess
import sys

from django.utils import timezone
from django_tasks import task

from catchment.network.errors import BadInput
from catchment.portal.desk.models import Job
from catchment.worker.process import NETWORK

WHO = {"build": "--started-by", "publish": "--approved-by"}
KEPT_OUTPUT = 20_000


@task()
def run(job_id: int) -> int:
    """Run the job's command; returns its exit code. A job that has begun once is not begun again."""
    begun = Job.objects.filter(pk=job_id, state="waiting").update(state="running", started=timezone.now())
    if not begun:
        raise BadInput(f"Job {job_id} does not wait; it was begun before.")
    job = Job.objects.select_related("asked_by").get(pk=job_id)
    ended = subprocess.run(  # noqa: S603 - the words are ours, and no shell reads them
        command(job), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    Job.objects.filter(pk=job_id).update(
        state="refused" if ended.returncode else "done",
        exit_code=ended.returncode,
        output=ended.stdout[-KEPT_OUTPUT:],
        finished=timezone.now(),
    )
    return ended.returncode


def command(job: Job) -> list[str]:
    """The command line of a job. Nothing of it passes through a shell."""
    release = [job.release_id] if job.release_id else []
    line = [sys.executable, "-m", "catchment.cli", job.kind, *release, "--network", _network()]
    # by address, not by name: two people may share a name, and the starter never approves
    return [*line, WHO[job.kind], job.asked_by.email] if job.kind in WHO else line


def _network() -> str:
    folder = os.environ.get(NETWORK, "")
    if not folder:
        raise BadInput(
            f"{NETWORK} is not set: jobs run in the worker, which alone knows the network's folder."
        )
    return folder
