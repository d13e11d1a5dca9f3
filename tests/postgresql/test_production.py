"""The site as docs/how-to/run-in-production.md sets it up: two roles, several processes, behind a proxy."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests import portal_release
from tests.portal_site import START_SECONDS, free_port
from tests.unit.house.tree import ROOT

psycopg = pytest.importorskip("psycopg")

MANUAL = ROOT / "docs" / "how-to" / "run-in-production.md"
HOST = "data.example.org"
PROXIED = {
    "Host": HOST,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "192.0.2.7",
    "Referer": f"https://{HOST}/",
}


@dataclass(frozen=True)
class Database:
    """The addresses of the two roles."""

    owner: str
    site: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A network's folder with a release, and a secret key in a file."""
    here = tmp_path_factory.mktemp("production")
    portal_release.write(here / "releases")
    (here / "inbox").mkdir()
    (here / "key").write_text("invented, and long enough to be taken as a secret key")
    return here


@pytest.fixture(scope="module")
def database(server, folder) -> Database:
    """Made by the statements and the command of the manual."""
    roles, privileges, refusals = re.findall(
        r"^```sql\n(.*?)^```", MANUAL.read_text(), re.DOTALL | re.MULTILINE
    )
    here = server.replace("/postgres?", "/catchment?")
    found = Database(*(here.replace("://catchment@", f"://catchment_{role}@") for role in ("owner", "site")))
    execute(server, roles)
    execute(here, privileges)
    migrate = [sys.executable, "-m", "catchment.portal", "migrate"]
    subprocess.run(migrate, env=environment(folder, found.owner), cwd=ROOT, check=True)
    execute(here, refusals)
    return found


def execute(address: str, statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in filter(str.strip, statements.split(";")):
            connection.execute(statement)


def environment(folder: Path, database: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CATCHMENT_", "DJANGO_"))
    }
    return {
        **kept,
        "CATCHMENT_RELEASES": str(folder / "releases"),
        "CATCHMENT_INBOX": str(folder / "inbox"),
        "CATCHMENT_DATABASE": database,
        "CATCHMENT_PROCESSES": "2",
        "CATCHMENT_HOSTS": HOST,
        "CATCHMENT_SECRET_KEY_FILE": str(folder / "key"),
    }


@pytest.fixture(scope="module")
def site(database, folder) -> Iterator[str]:
    """The address behind the proxy."""
    port = free_port()
    command = [sys.executable, "-m", "catchment.portal", "127.0.0.1", str(port)]
    process = subprocess.Popen(command, env=environment(folder, database.site), cwd=ROOT)
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        assert answering(process.pid) in (None, 2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the site ended at once"
        try:
            return urllib.request.urlopen(urllib.request.Request(address, headers=PROXIED), timeout=5).close()
        except urllib.error.HTTPError:
            return None
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site did not answer in time")


def answering(pid: int) -> int | None:
    """How many processes another started; None where the system does not tell."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return len(children.read_text().split()) if children.exists() else None


def fail_to_sign_in(site: str) -> int:
    """As a browser does behind the proxy, with the form's token and the cookie that goes with it."""
    opened = urllib.request.urlopen(urllib.request.Request(f"{site}/sign-in/", headers=PROXIED), timeout=10)
    cookies = "; ".join(each.partition(";")[0] for each in opened.headers.get_all("Set-Cookie"))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', opened.read().decode())[1]
    form = {"csrfmiddlewaretoken": token, "login": "nobody@nowhere.invalid", "password": "invented"}
    asked = urllib.request.Request(
        f"{site}/sign-in/", data=urlencode(form).encode(), headers={**PROXIED, "Cookie": cookies}
    )
    return urllib.request.urlopen(asked, timeout=10).status


def test_two_processes_answer_and_write_one_record(site, database, folder):
    assert [fail_to_sign_in(site) for _ in range(3)] == [200, 200, 200]
    with psycopg.connect(database.site) as connection:
        said = connection.execute("SELECT action FROM audit_auditevent ORDER BY number").fetchall()
    assert said == [("session.refused",)] * 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET action = 'x'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent CASCADE",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_auditevent_update ON audit_auditevent",
        "CREATE OR REPLACE FUNCTION audit_auditevent_update() RETURNS trigger LANGUAGE sql AS ''",
        "DROP TABLE audit_auditedteacher",
        "CREATE TABLE mine (x int)",
        "SET session_replication_role = replica",
    ],
)
def test_the_role_of_the_site_cannot_get_around_the_record(database, statement):
    with psycopg.connect(database.site) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditevent SET action = 'x'", "TRUNCATE audit_auditedteacher"]
)
def test_even_the_owner_is_refused_while_the_guards_stand(site, database, statement):
    fail_to_sign_in(site)
    with psycopg.connect(database.owner) as connection, pytest.raises(psycopg.errors.IntegrityError):
        connection.execute(statement)


def test_a_database_that_waits_for_a_migration_is_not_served(server, folder):
    execute(server, "CREATE DATABASE empty")
    told = environment(folder, server.replace("/postgres?", "/empty?"))
    command = [sys.executable, "-m", "catchment.portal", "127.0.0.1", str(free_port())]
    said = subprocess.run(command, env=told, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert "run `python -m catchment.portal migrate`" in said.stderr
