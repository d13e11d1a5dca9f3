"""The portal on PostgreSQL, as in production: its tests run again, on a real server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import audit_writer, postgresql_server

ROOT = Path(__file__).resolve().parents[2]
WRITING = ("tests/unit/portal/audit",)
"""What leans on the database's own rules; the rest is behind `slow`."""
ROOMS = ("tests/unit/portal", "tests/tenancy")


def passed(address: str, *paths: str) -> int:
    """How many tests pass when those below `paths` run on the server; AssertionError if one fails."""
    ours = ("PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *paths],
        env={**environment, "CATCHMENT_TEST_DATABASE": address},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-5_000:] + run.stderr[-2_000:]
    return int(re.search(r"(\d+) passed", run.stdout)[1])


def test_the_audit_holds_on_postgresql(server):
    assert passed(server, *WRITING) > 40


def test_several_processes_write_one_chain(server):
    fresh = postgresql_server.database(server, "race")
    assert audit_writer.race(fresh) == f"{audit_writer.EVENTS} []"


@pytest.mark.slow
def test_the_portal_works_on_postgresql(server):
    assert passed(server, *ROOMS) > 500
