"""The portal leaves a row that asks; the worker runs the command and notes how it ended."""

import sys

import pytest
from django_tasks_db.models import DBTaskResult

from catchment.network.errors import BadInput
from catchment.portal.desk import usecases
from catchment.portal.desk.models import Job
from catchment.worker import tasks


@pytest.fixture
def staff(people):
    return people.staff


@pytest.fixture
def network(tmp_path, monkeypatch):
    monkeypatch.setenv("CATCHMENT_NETWORK", str(tmp_path))
    return tmp_path


def test_asking_leaves_a_job_and_a_task(staff):
    job = usecases.ask(by=staff, kind="build")
    task = DBTaskResult.objects.get()
    assert (job.state, task.task_path) == ("waiting", "catchment.worker.tasks.run")
    assert task.args_kwargs["args"] == [job.pk]


@pytest.mark.parametrize(("kind", "release"), [("rm", ""), ("attack", ""), ("publish", ""), ("build", "r1")])
def test_what_makes_no_sense_is_refused(staff, kind, release):
    with pytest.raises(BadInput):
        usecases.ask(by=staff, kind=kind, release_id=release)
    assert Job.objects.count() == 0


def test_commands_name_the_network_and_the_approver(staff, network):
    job = usecases.ask(by=staff, kind="publish", release_id="2026-03-14-abc")
    line = tasks.command(job)
    assert line[:3] == [sys.executable, "-m", "catchment.cli"]
    assert line[3:] == [
        "publish", "2026-03-14-abc", "--network", str(network), "--approved-by", staff.email
    ]  # fmt: skip


def test_the_portal_itself_cannot_run_a_job(staff, monkeypatch):
    monkeypatch.delenv("CATCHMENT_NETWORK", raising=False)
    with pytest.raises(BadInput, match="in the worker"):
        tasks.command(usecases.ask(by=staff, kind="build"))


def test_a_refused_command_is_noted_with_what_it_said(staff, network):
    job = usecases.ask(by=staff, kind="attack", release_id="no-such-release")
    code = tasks.run.func(job.pk)
    job.refresh_from_db()
    assert code == job.exit_code != 0
    assert job.state == "refused"
    assert "no-such-release" in job.output


def test_a_job_is_begun_once(staff, network):
    job = usecases.ask(by=staff, kind="attack", release_id="no-such-release")
    tasks.run.func(job.pk)
    with pytest.raises(BadInput, match="begun before"):
        tasks.run.func(job.pk)
