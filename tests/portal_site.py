"""A small demo site on its own release and database, served by the real server in a process of its own.

Run as a module it fills a folder; a process of its own, because the tests' Django is set up elsewhere.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from catchment.portal.tryout.plain import FILE, as_json

ROOT = Path(__file__).resolve().parents[1]
SINCE = date(2025, 6, 1)
START_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A served site: where it answers, and which process answers."""

    url: str
    process: subprocess.Popen


@contextmanager
def served(folder: Path, log: IO[bytes] | None = None, **told: str) -> Iterator[Site]:
    """Fill `folder` as a network's and serve it until the block ends.

    `told`: names of the environment beside those of a demo. `log`: where the process writes what it says.
    """
    subprocess.run([sys.executable, "-m", "tests.portal_site", folder], cwd=ROOT, check=True)
    port = free_port()
    command = [sys.executable, "-m", "catchment.portal", "127.0.0.1", str(port)]
    server = subprocess.Popen(command, env=_environment(folder) | told, cwd=ROOT, stderr=log)
    try:
        _wait_for(port, server)
        yield Site(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _environment(folder: Path) -> dict[str, str]:
    ours = ("CATCHMENT_", "DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **kept,
        "CATCHMENT_RELEASES": str(folder / "releases"),
        "CATCHMENT_DATABASE": str(folder / "portal.sqlite3"),
        "CATCHMENT_INBOX": str(folder / "inbox"),
        "CATCHMENT_DEMO": "1",
        "CATCHMENT_TRY_TABLES": str(folder / FILE),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the portal ended at once, with exit code {server.returncode}")
        if _answers(port):
            return
        time.sleep(0.2)
    raise RuntimeError("the portal did not answer in time")


def _answers(port: int) -> bool:
    """Whatever it says: outside of a demo it asks for TLS."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def fill(folder: Path) -> None:
    """A release of two regions, a database, the demo's people and some with passwords."""
    from catchment.portal import server
    from tests import portal_release

    portal_release.write(folder / "releases", demo=True)
    (folder / FILE).write_text(as_json(portal_release.plain_tables()))
    database = str(folder / "portal.sqlite3")
    server.configure(folder / "releases", database, folder / "inbox", demo=True)
    server.migrate(database)
    _people()


def _people() -> None:
    from catchment.portal import seed
    from tests.portal_people import everybody_agrees, person
    from tests.portal_release import NORTH, SOUTH

    everybody_agrees()
    cards = [
        seed.DemoPerson("mara@north.invalid", "Mara Sampleton", "partner", NORTH, "manages the north"),
        seed.DemoPerson("omar@south.invalid", "Omar Testwell", "partner", SOUTH, "manages the south"),
        seed.DemoPerson("priya@program.invalid", "Priya Demoberg", "staff", None, "program staff"),
    ]
    seed.create_people(cards, SINCE)
    person("north@password.invalid", partners=(NORTH,))
    person("south@password.invalid", partners=(SOUTH,))
    person("both@password.invalid", partners=(NORTH, SOUTH))
    person("nobody@password.invalid")


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
