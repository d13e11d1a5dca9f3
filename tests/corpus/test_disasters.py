"""What a machine can do to an import: an endless line, a disk that fills up, a killed process."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from catchment.network.errors import BadInput
from catchment.sources.package import import_package
from catchment.warehouse.store import Warehouse
from tests.corpus.packages import append, edit, state

pytestmark = pytest.mark.slow

IMPORT = """
import sys
from pathlib import Path
from catchment.network.errors import CatchmentError
from catchment.sources.package import import_package
try:
    print(import_package([Path(sys.argv[1])], Path(sys.argv[2])).state)
except CatchmentError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
"""


def command(package: Path, network: Path) -> list[str]:
    return [sys.executable, "-c", IMPORT, str(package), str(network)]


def grow(package: Path, rows: int = 400_000) -> Path:
    """A package whose import takes a while: much activity of the sample's students."""
    columns = "student_id, lesson_id, DATE '2020-09-01' + CAST(d AS INTEGER) AS \"on\", 1 AS attempts"
    duckdb.execute(
        f"COPY (SELECT {columns} FROM read_csv('{package}/students.csv', all_varchar=true), "
        f"read_csv('{package}/lessons.csv', all_varchar=true), range({rows // 80 // 35 + 1}) t(d)) "
        f"TO '{package}/activity.csv' (HEADER)"
    )
    return package


def test_a_line_of_two_gigabytes_is_one_sentence_in_little_memory(sample, network, tmp_path):
    before = state(network)
    with (sample / "units.csv").open("ab") as file:
        file.truncate(file.tell() + (2 << 30))
    done = subprocess.run(command(sample, network), capture_output=True, text=True, timeout=300, check=False)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("units.csv row 8: a line is longer than 1 MB")
    assert peak < 1_500_000, "kilobytes"
    assert state(network) == before


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 12 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("kilobytes", [20, 100, 200])
def test_a_full_disk_is_one_sentence_and_the_old_state_stays(kilobytes, sample, network, small_disk):
    held = Path(shutil.copytree(network, small_disk / "network"))
    before = state(held)
    edit(sample, "teachers", 1, first_name="Another")
    grow(sample)
    free = os.statvfs(small_disk)
    with (small_disk / "ballast").open("wb") as file:
        file.write(bytes(free.f_bavail * free.f_bsize - (kilobytes << 10)))
    with pytest.raises(BadInput, match="the disk is full: cannot write"):
        import_package([sample], held)
    assert state(held) == before
    assert list((held / "warehouse" / "staging").iterdir()) == []
    (small_disk / "ballast").unlink()
    assert import_package([sample], held).state == "landed"


@pytest.mark.parametrize("limit", [20_000, 200_000, 1_000_000, 2_000_000])
def test_a_file_that_may_not_grow_is_one_sentence(limit, sample, network):
    """Wherever the writing stops: in a table, in activity, in a file of findings."""
    before = state(network)
    grow(sample)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        command(sample, network), capture_output=True, text=True, preexec_fn=limited, check=False
    )
    if done.returncode == 0:
        assert done.stdout == "landed\n"
    else:
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "cannot write" in done.stderr or "cannot read or write" in done.stderr
        assert state(network) == before


def test_a_kill_at_any_moment_leaves_the_old_state_or_the_new(sample, network, tmp_path):
    """SIGKILL between the first file and the last; the state is one of the two, and a re-run finishes."""
    grow(sample)
    append(sample, "partners", partner_id="late", name="Sample Partner Late")
    append(sample, "partners", partner_id="wrong", kind="paid")
    old = state(network)
    whole = Path(shutil.copytree(network, tmp_path / "whole"))
    begun = time.monotonic()
    subprocess.run(command(sample, whole), check=True, capture_output=True)
    takes, new = time.monotonic() - begun, state(whole)
    moments = random.Random(20260310)
    seen = set()
    for round_ in range(12):
        victim = Path(shutil.copytree(network, tmp_path / f"victim-{round_}"))
        kill_after(command(sample, victim), moments.uniform(0.05, 1.1) * takes)
        now = state(victim)
        assert now in (old, new)
        seen.add("old" if now == old else "new")
        again = import_package([sample], victim)
        assert again.state == ("landed" if now == old else "unchanged")
        assert state(victim) == new
        assert left_over(victim) == []
        shutil.rmtree(victim)
    assert "old" in seen


def kill_after(argv: list[str], seconds: float) -> None:
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def left_over(network: Path) -> list[Path]:
    """Parquet that no table names, and staging."""
    warehouse = Warehouse(network)
    named = {file for table in warehouse.tables() for file in warehouse.files(table)}
    return [path for path in warehouse.folder.rglob("*.parquet") if path not in named]
