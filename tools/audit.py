"""Asks whether a package that Catchment is built on has a known vulnerability. Exit code 1 if one has.

python -m tools.audit

Advisories come from the registries' own services, through their own clients. Not every network lets them
answer, and a client that was not answered may say that it found nothing. So each is first asked for one
package that we know to be there; where that one is not found, nothing else is asked, and the audit says that
there was none.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "dev.txt"
NODE_LOCK = ROOT / "frontend" / "package-lock.json"
PIP_AUDIT = (
    "--disable-pip",
    "--require-hashes",
    "--progress-spinner",
    "off",
    "--format",
    "json",
    "--desc",
    "off",
)
KNOWN, NODE_KNOWN = "django", "node_modules/esbuild"
MINUTES = 5


class NoAnswer(Exception):
    """Why nothing can be said."""


@dataclass(frozen=True)
class Answer:
    """How many packages were looked up, and what is known of them, a line each."""

    packages: int
    found: tuple[str, ...]


def of_pip_audit(said: dict[str, Any]) -> Answer:
    """What pip-audit's report says. NoAnswer if it left a package out: that one may be the vulnerable one."""
    rows = said["dependencies"]
    skipped = [row["skip_reason"] for row in rows if "skip_reason" in row]
    if skipped or not rows:
        raise NoAnswer(f"{len(skipped)} of {len(rows)} could not be looked up: {skipped[:1]}")
    found = (
        f"{row['name']} {row['version']}: {known['id']}, mended in {_mended(known)}"
        for row in rows
        for known in row["vulns"]
    )
    return Answer(len(rows), tuple(found))


def _mended(known: dict[str, Any]) -> str:
    return ", ".join(known["fix_versions"]) or "nothing yet"


def of_npm(said: dict[str, Any]) -> Answer:
    """What npm's report says. NoAnswer where it is none."""
    if "vulnerabilities" not in said:
        raise NoAnswer(str(said.get("message") or said)[:200])
    found = (
        f"{name}: {known['severity']}, {known['range']}" for name, known in said["vulnerabilities"].items()
    )
    return Answer(said["metadata"]["dependencies"]["total"], tuple(found))


def _asked(command: list[str]) -> dict[str, Any]:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=MINUTES * 60)
        return json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise NoAnswer(f"{Path(command[0]).name} said nothing: {type(error).__name__}") from error


def _pip_audit(lock: str) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "requirements.txt")
        file.write_text(lock, "utf-8")
        command = [str(Path(sys.executable).with_name("pip-audit")), *PIP_AUDIT, "--requirement", str(file)]
        return of_pip_audit(_asked(command))


def _npm(lock: dict[str, Any]) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "package.json").write_text(json.dumps(lock["packages"][""]), "utf-8")
        Path(folder, "package-lock.json").write_text(json.dumps(lock), "utf-8")
        npm = [str(ROOT / "tools" / "npm"), "audit", "--json", "--package-lock-only", "--prefix", folder]
        return of_npm(_asked(npm))


def python_packages() -> Answer:
    lock = LOCK.read_text("utf-8")
    _pip_audit(one_of_python(lock))
    return _pip_audit(lock)


def one_of_python(lock: str) -> str:
    """The lock's entry of the known package alone."""
    return next(block for block in re.split(r"\n(?=\w)", lock) if block.startswith(f"{KNOWN}=="))


def node_packages() -> Answer:
    lock = json.loads(NODE_LOCK.read_text("utf-8"))
    _npm(one_of_node(lock))
    return _npm(lock)


def one_of_node(lock: dict[str, Any]) -> dict[str, Any]:
    """The lock with the known package alone."""
    known = lock["packages"][NODE_KNOWN]
    wanted = {NODE_KNOWN.rpartition("/")[2]: known["version"]}
    root = {"name": "one", "version": "1.0.0", "devDependencies": wanted}
    return lock | {"packages": {"": root, NODE_KNOWN: {"version": known["version"], "dev": True}}}


def lines(what: str, ask: Callable[[], Answer]) -> Iterator[tuple[bool, str]]:
    """What is to be said of some packages, each line with whether it is bad news."""
    try:
        answer = ask()
    except NoAnswer as why:
        yield False, f"{what}: NOT AUDITED, the advisories cannot be had here: {why}"
        return
    yield (
        bool(answer.found),
        f"{what}: {answer.packages} looked up, {len(answer.found)} known vulnerabilities",
    )
    yield from ((True, f"  {each}") for each in answer.found)


def main() -> int:
    said = [*lines("Python packages", python_packages), *lines("front-end packages", node_packages)]
    for _bad, line in said:
        sys.stdout.write(f"{line}\n")
    return int(any(bad for bad, _line in said))


if __name__ == "__main__":
    sys.exit(main())
