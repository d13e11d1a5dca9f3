"""The doctor says what works and should not stay so; the site's key is made whole, once and for one owner."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from catchment.cli import portal_state, safety
from catchment.cli.starter import make_network
from catchment.network.errors import BadInput

MAKES = "import sys, pathlib; from catchment.cli.portal_state import _own_secret; " + (
    "print(_own_secret(pathlib.Path(sys.argv[1]) / 'portal.key'))"
)


@pytest.fixture
def reachable():
    """A network that every user of the machine could reach, which is not so with pytest's own folders."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        make_network(Path(folder))
        (Path(folder) / "releases").chmod(0o750)
        yield Path(folder)


def test_a_new_network_keeps_its_microdata_to_itself(reachable):
    assert (reachable / "warehouse").stat().st_mode & 0o777 == 0o700
    assert (reachable / "inbox").stat().st_mode & 0o007 == 0
    assert safety.files(reachable) == "for their owner and group only"


@pytest.mark.parametrize("name", ["warehouse", "inbox", "releases"])
def test_a_folder_that_everybody_can_read_is_unsafe(reachable, name):
    (reachable / name).chmod(0o755)
    with pytest.raises(safety.Unsafe, match=f"can read {name} in "):
        safety.files(reachable)
    reachable.chmod(0o750)
    assert safety.files(reachable) == "for their owner and group only"


@pytest.mark.parametrize(("mode", "said"), [(0o604, "every user"), (0o640, "chmod 600")])
def test_a_key_that_others_can_read_is_unsafe(reachable, mode, said):
    key = reachable / "portal.key"
    portal_state._own_secret(key)
    key.chmod(mode)
    with pytest.raises(safety.Unsafe, match=said):
        safety.files(reachable)


def test_the_people_of_a_demo_need_no_protection(reachable):
    (reachable / "warehouse").chmod(0o755)
    (reachable / "network.toml").write_text(DEMO)
    assert "invented" in safety.files(reachable)


DEMO = """
[network]
name = "Demo"
demo = true

[[completion]]
course = "csp"
level = "full"
at_least = { units = 1, lessons = 1 }
"""


def test_a_misspelt_setting_is_said(monkeypatch):
    monkeypatch.setenv("CATCHMENT_HOST", "data.example.org")
    assert [*safety._misspelt()] == ["CATCHMENT_HOST means nothing to Catchment: is it misspelt?"]


@pytest.mark.parametrize(
    ("address", "unsafe"),
    [
        ("postgresql://db.example.org/catchment?sslmode=verify-full", False),
        ("postgresql://db.example.org/catchment?sslmode=prefer", True),
        ("postgresql://db.example.org/catchment?sslmode=disable", True),
        ("portal.sqlite3", False),
    ],
)
def test_a_database_that_is_spoken_to_in_plain_is_unsafe(address, unsafe):
    assert bool([*safety._on_the_way(address)]) is unsafe


def test_the_settings_of_a_deployed_site_are_safe():
    """With one exception: the tests themselves speak no TLS."""
    assert {said.partition(":")[0] for said in safety._deployment()} == {
        "security.W008",
        "security.W012",
        "security.W016",
    }


def test_processes_that_start_at_once_agree_on_one_key(tmp_path):
    started = [
        subprocess.Popen([sys.executable, "-c", MAKES, tmp_path], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    keys = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(keys) == 1
    assert keys == {(tmp_path / "portal.key").read_text().strip()}
    assert [file.name for file in tmp_path.iterdir()] == ["portal.key"]
    assert (tmp_path / "portal.key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_could_not_be_finished_is_not_there(tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        portal_state._own_secret(tmp_path / "portal.key")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_key_is_no_key(tmp_path):
    (tmp_path / "portal.key").touch()
    with pytest.raises(BadInput, match="is empty: remove it"):
        portal_state._own_secret(tmp_path / "portal.key")
