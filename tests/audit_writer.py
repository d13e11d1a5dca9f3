"""Processes that write audit events at once, as those of a portal do.

Run as a module it is one of them: it says "ready", waits for a line, writes, and says what verifying found.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WRITERS, TIMES = 3, 60
EVENTS = 2 * WRITERS * TIMES


def race(database: str) -> str:
    """How many events there are, and the faults that are found, when all have written at the same time."""
    _writer(database, 0).communicate("go\n")  # makes the tables
    writers = [_writer(database, TIMES) for _ in range(WRITERS)]
    for process in writers:
        assert process.stdout.readline() == "ready\n"
    for process in writers:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in writers:
        process.communicate()
        assert process.returncode == 0
    return _writer(database, 0).communicate("go\n")[0].removeprefix("ready\n").strip()


def _writer(database: str, times: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.audit_writer", database, str(times)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def main(database: str, times: str) -> None:
    from catchment.portal import server

    folder = Path(tempfile.gettempdir())
    os.environ.setdefault("CATCHMENT_SECRET_KEY", "only-for-tests-and-long-enough-to-be-taken-as-a-secret")
    server.configure(folder, database, folder, demo=False)
    server.migrate(database)
    from django.db import transaction

    from catchment.portal import audit
    from catchment.portal.audit import verifying

    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(times)):
        with transaction.atomic():
            audit.record(by=None, action="race", detail={"number": number}, teachers=["t"])
            audit.record(by=None, action="race.again")
    found = verifying.verify()
    print(found.events, found.faults, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
