"""The tutorial's commands, run one after the other as a reader would."""

import subprocess
import sys
from pathlib import Path

from tests.unit.docs.documents import shell_lines
from tests.unit.house.tree import ROOT

TUTORIAL = ROOT / "docs" / "tutorial" / "first-network.md"
CATCHMENT = Path(sys.executable).with_name("catchment")
SERVES = "catchment demo"


def follow(line: str, folder: Path, release_id: str) -> str:
    """Run one line in `folder`; its last line of output."""
    typed = line.replace("catchment ", f"'{CATCHMENT}' ", 1).replace(" ID ", f" {release_id} ")
    done = subprocess.run(["bash", "-c", typed], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    return done.stdout.strip().rpartition("\n")[2]


def test_tutorial_works_as_written(tmp_path):
    steps = [line for line in shell_lines(TUTORIAL) if line.startswith(("catchment ", "ls "))]
    release_id, said = "", {}
    for line in steps:
        if line != SERVES:
            said[line] = follow(line, tmp_path, release_id)
            release_id = said[line] if line.startswith("catchment build") else release_id
    assert (tmp_path / "my-network" / "releases" / release_id / "manifest.json").is_file()
    assert said["catchment export schools --network my-network"].count(",") >= 7
