"""Publishing and withdrawing: who may, in which state, and the one atomic step."""

import getpass
from datetime import date
from pathlib import Path
from typing import Any

from catchment.network.errors import BadInput, PromiseFailed
from catchment.release import layout
from catchment.release.build import draws, manifest, shown_students
from catchment.release.build.ledger import Entry, Ledger, alone, withdrawn


def publish(network_dir: Path, release_id: str, approved_by: str | None, today: date) -> None:
    """Put a candidate up.

    PromiseFailed where it was not attacked, differs from what was attacked, has not the certificate of that
    attack, is not built on the ledger's head, or where nobody but its starter approves it.
    """
    releases = network_dir / "releases"
    folder = existing(releases, release_id)
    with alone(releases):
        ledger = Ledger(releases)
        draws.check(releases, ledger.entries())
        said = manifest.verify(folder)
        if ledger.head.release == release_id:
            return
        _check_attacked(folder, said)
        _check_parent(ledger, said)
        _check_order(ledger, said)
        by = _approver(folder, said, approved_by)
        entry = Entry(
            "published",
            release_id,
            said["digest"],
            said["as_of"],
            today.isoformat(),
            by,
            "",
            ledger.head.ledger,
        )
        ledger.append(entry, up=release_id)
    shown_students.prune(network_dir)


def withdraw(network_dir: Path, release_id: str, reason: str, today: date) -> str | None:
    """Take the published release down and put the one before it up again; its id, None where there is none.

    The ledger keeps the release and gains the reason: what was seen stays seen.
    """
    releases = network_dir / "releases"
    folder = existing(releases, release_id)
    if not reason.strip():
        raise BadInput("withdrawing needs a reason: give --reason TEXT")
    with alone(releases):
        ledger = Ledger(releases)
        if ledger.head.release != release_id:
            raise BadInput(f"release {release_id} is not the one that is up, so it cannot be withdrawn")
        said = manifest.read(folder)
        up = _before(ledger, release_id)
        if up is not None:
            manifest.verify(releases / up)
        entry = Entry(
            "withdrawn", release_id, said["digest"], said["as_of"], today.isoformat(), getpass.getuser(),
            reason, ledger.head.ledger,
        )  # fmt: skip
        ledger.append(entry, up=up)
    return up


def existing(releases: Path, release_id: str) -> Path:
    """The folder of a candidate or release. BadInput where there is none."""
    folder = releases / release_id
    # an unfinished build lies here too, under another kind of name
    if not layout.RELEASE_ID.fullmatch(release_id) or not (folder / layout.MANIFEST).is_file():
        raise BadInput(f"there is no release {release_id[:60]} in {releases}")
    if manifest.read(folder)["release"] != release_id:
        raise PromiseFailed(
            f"the folder {release_id} holds another release: {manifest.read(folder)['release']}"
        )
    return folder


def _check_attacked(folder: Path, said: dict[str, Any]) -> None:
    audit = folder / layout.AUDIT
    if not audit.is_file():
        raise PromiseFailed(f"release {said['release']} was not attacked: run catchment attack first")
    result = manifest.read_json(audit, ("digest", "passed"))
    if result["digest"] != said["digest"]:
        raise PromiseFailed(f"release {said['release']} differs from what was attacked")
    if not result["passed"]:
        raise PromiseFailed(f"release {said['release']} did not withstand the attack")
    certificate = folder / layout.CERTIFICATE
    if not certificate.is_file() or result.get("certificate") != manifest.sha256(certificate):
        raise PromiseFailed(
            f"release {said['release']} has no certificate of its own attack: run catchment attack again"
        )


def _check_parent(ledger: Ledger, said: dict[str, Any]) -> None:
    if said["parent"] != ledger.head.ledger:
        raise PromiseFailed(
            f"release {said['release']} was built before something else was published: build it again"
        )


def _check_order(ledger: Ledger, said: dict[str, Any]) -> None:
    """A reader must never see time run backwards."""
    up = {entry.release: entry.as_of for entry in ledger.entries()}.get(ledger.head.release or "")
    if up is not None and said["as_of"] < up:
        raise PromiseFailed(
            f"release {said['release']} is as of {said['as_of']}, before the one that is up ({up}): "
            "withdraw that first"
        )


def _approver(folder: Path, said: dict[str, Any], approved_by: str | None) -> str:
    starter = manifest.read_json(folder / layout.STARTED, ("by",))["by"]
    approver = getpass.getuser() if approved_by is None else " ".join(approved_by.split())
    if not approver:
        raise BadInput("--approved-by needs the name of a person")
    if approver.casefold() == starter.casefold() and not said["demo"]:
        raise PromiseFailed(
            f"{approver} started this build: give --approved-by with the name of a person who did not"
        )
    return approver


def _before(ledger: Ledger, release_id: str) -> str | None:
    """The newest release that was up before `release_id` and was never withdrawn itself."""
    entries = ledger.entries()
    down = withdrawn(entries) | {release_id}
    left = [entry.release for entry in entries if entry.kind == "published" and entry.release not in down]
    return left[-1] if left else None
