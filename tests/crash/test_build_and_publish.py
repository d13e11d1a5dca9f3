"""Killed at any moment, building and publishing leave the old state or the new one, and a re-run finishes."""

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catchment.release.build import draws, shown_students
from catchment.release.build.ledger import Ledger
from catchment.release.build.manifest import verify
from catchment.release.reader import Releases
from catchment.sources import package
from catchment.sources.package.sample import write_sample

pytestmark = pytest.mark.slow
MOMENTS = 10
CLI = [sys.executable, "-m", "catchment.cli"]


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """A sample network with one release up."""
    network = tmp_path_factory.mktemp("crash") / "network"
    network.mkdir()
    write_sample(network / "package")
    package.import_package([network / "package"], network)
    release = catchment("build", "--as-of", "2026-02-01", network=network)
    catchment("attack", release, network=network)
    catchment("publish", release, "--approved-by", "A. Reviewer", network=network)
    return network


def catchment(*arguments: str, network: Path) -> str:
    done = subprocess.run(
        [*CLI, *arguments, "--network", str(network)], capture_output=True, text=True, check=True
    )
    return (done.stdout.splitlines() or [""])[-1]


def killed_after(seconds: float, *arguments: str, network: Path) -> bool:
    """Start a command and kill it; whether it was still at work."""
    running = subprocess.Popen(
        [*CLI, *arguments, "--network", str(network)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    at_work = running.poll() is None
    running.kill()
    running.wait()
    return at_work


def how_long(*arguments: str, network: Path) -> float:
    began = time.monotonic()
    catchment(*arguments, network=network)
    return time.monotonic() - began


def is_sound(network: Path) -> None:
    """The ledger is whole, no year was drawn twice, and what is up is a finished release to open."""
    releases = Releases(network / "releases")
    entries = Ledger(network / "releases").entries()
    draws.check(network / "releases", entries)
    drawn = [entry.school_year for entry in entries if entry.kind == "drawn"]
    assert len(drawn) == len(set(drawn))
    current = releases.current()
    assert current is not None
    verify(network / "releases" / current)
    assert releases.public().query("SELECT count(*) AS n FROM nation")[0]["n"] > 0


def test_a_build_killed_at_random_moments_leaves_no_half_candidate(published, tmp_path):
    whole = shutil.copytree(published, tmp_path / "timing")
    length = how_long("build", network=whole)
    interrupted = 0
    for moment in range(MOMENTS):
        network = shutil.copytree(published, tmp_path / f"build-{moment}")
        before = set((network / "releases").iterdir())
        interrupted += killed_after(random.uniform(0.1, length), "build", network=network)
        is_sound(network)
        for candidate in set((network / "releases").glob("2*")) - before:
            verify(candidate)
            assert shown_students.file_of(network, candidate.name).is_file()
        release = catchment("build", network=network)
        estimates = verify(network / "releases" / release)["estimates"]
        assert "2025-26" in estimates
        drawn = [entry for entry in Ledger(network / "releases").entries() if entry.kind == "drawn"]
        assert {entry.school_year: entry.digest for entry in drawn} == {
            year: said["digest"] for year, said in estimates.items()
        }
        assert not list((network / "releases").glob(".building-*"))
    assert interrupted >= MOMENTS // 2


def test_publishing_killed_at_random_moments_shows_the_old_release_or_the_new(published, tmp_path):
    ready = shutil.copytree(published, tmp_path / "ready")
    old = Releases(ready / "releases").current()
    new = catchment("build", network=ready)
    catchment("attack", new, network=ready)
    arguments = ("publish", new, "--approved-by", "A. Reviewer")
    length = how_long(*arguments, network=shutil.copytree(ready, tmp_path / "timing"))
    for moment in range(MOMENTS):
        network = shutil.copytree(ready, tmp_path / f"publish-{moment}")
        # the interesting part is the end: starting Python takes most of the time
        killed_after(random.uniform(length * 0.5, length), *arguments, network=network)
        is_sound(network)
        assert Releases(network / "releases").current() in (old, new)
        catchment(*arguments, network=network)
        assert Releases(network / "releases").current() == new
        entries = Ledger(network / "releases").entries()
        assert [entry.release for entry in entries if entry.kind == "published"] == [old, new]
