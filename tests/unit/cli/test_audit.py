"""`catchment audit` as an operator meets it: in processes of its own, on a site's real database."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from catchment.portal.audit import triggers
from tests.unit.house.tree import ROOT

PERSON = (
    "ada@example.org",
    "--name",
    "Ada L.",
    "--role",
    "administrator",
    "--password",
    "a long sentence 9",
)


def run(*arguments: object, expect: int = 0) -> str:
    """What a command prints, complaints included."""
    command = [sys.executable, "-m", "catchment.cli", *map(str, arguments)]
    bare = {
        name: value for name, value in os.environ.items() if not name.startswith(("CATCHMENT_", "DJANGO_"))
    }
    done = subprocess.run(command, env=bare, cwd=ROOT, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == expect, said
    assert "Traceback" not in said
    return said


@pytest.fixture
def network(tmp_path) -> Path:
    """A network whose site has one account."""
    folder = tmp_path / "net"
    run("init", folder)
    run("person", *PERSON, "--network", folder)
    return folder


def behind(network: Path, *statements: str) -> None:
    """What somebody does who owns the database."""
    with closing(sqlite3.connect(network / "portal.sqlite3")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_verifying_notes_the_end_and_holds_the_record_against_it(network):
    said = run("audit", "verify", "--network", network)
    assert said.startswith("1 events, none changed; the last is 1 ")
    noted = (network / "audit-heads.txt").read_text().split()
    assert noted[1:3] == said.split()[-2:]
    behind(
        network,
        f"DROP TRIGGER {triggers.EVENTS}_update",
        f"UPDATE {triggers.EVENTS} SET action = 'nothing'",
    )
    said = run("audit", "verify", "--network", network, expect=1)
    assert "event 1 was changed" in said
    assert f"{triggers.EVENTS}_update is gone or altered" in said


@pytest.mark.slow
def test_the_doctor_looks_after_the_record(network):
    """It exits with 1 here for what a new network lacks; what it says of the record counts."""
    assert "UNSAFE record of who saw what: not verified" in run("doctor", "--network", network, expect=1)
    run("audit", "verify", "--network", network)
    assert "ok     record of who saw what: 1 events" in run("doctor", "--network", network, expect=1)
    behind(network, f"DROP TRIGGER {triggers.EVENTS}_delete")
    assert "WRONG  record of who saw what: the database lets" in run("doctor", "--network", network, expect=1)


@pytest.mark.slow
def test_the_record_is_searched(network):
    assert "Opened an account (Administrator; about ada@example.org)" in run(
        "audit", "search", "--network", network, "--person", "ada@example.org"
    )
    searches = run("audit", "search", "--network", network, "--kind", "audit", "--json").splitlines()
    assert [json.loads(line)["action"] for line in searches] == ["audit.search"] * 2
    assert "nobody has an account as" in run(
        "audit", "search", "--network", network, "--person", "who@example.org", expect=2
    )


@pytest.mark.slow
def test_what_cannot_be_searched_for_is_said(network):
    assert "--kind gossip is none; there are sign-in" in run(
        "audit", "search", "--network", network, "--kind", "gossip", expect=2
    )
    assert "--since yesterday is none" in run(
        "audit", "search", "--network", network, "--since", "yesterday", expect=2
    )


@pytest.mark.slow
def test_exposure_and_forgetting(network):
    assert "0 people, 0 teachers, 0 files" in run(
        "audit", "exposure", "2026-03-14-00000000", "--network", network
    )
    assert "0 events older than 1095 days removed" in run("audit", "forget", "--network", network)


@pytest.mark.slow
def test_a_changed_record_is_not_forgotten(network):
    behind(
        network,
        f"DROP TRIGGER {triggers.EVENTS}_update",
        f"UPDATE {triggers.EVENTS} SET at = '2001-01-01 00:00:00'",
    )
    assert "event 1 was changed" in run("audit", "forget", "--network", network, expect=1)


@pytest.mark.slow
def test_a_network_without_a_site_has_no_record(tmp_path):
    run("init", tmp_path / "net")
    assert "has no record yet" in run("audit", "verify", "--network", tmp_path / "net", expect=2)
    assert not (tmp_path / "net" / "portal.sqlite3").exists()
