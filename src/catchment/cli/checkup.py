"""What `catchment doctor` looks at, and what it says."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from catchment.cli import audit_checkup, portal_state, safety
from catchment.network import policy, settings
from catchment.network.errors import BadInput, CatchmentError, PromiseFailed
from catchment.release.build import draws, manifest
from catchment.release.build.ledger import Ledger
from catchment.warehouse.store import Warehouse


class Grade(StrEnum):
    """How something is. What is unsafe works, and should not stay so."""

    OK = "ok"
    UNSAFE = "UNSAFE"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    grade: Grade
    says: str


def examine(network_dir: Path) -> list[Finding]:
    """Every check on a network, in the order in which data flows."""
    checks: dict[str, Callable[[Path], str]] = {
        "network.toml": _settings,
        "policy.toml": _policy,
        "warehouse": _warehouse,
        "engines": _engines,
        "ledger": _ledger,
        "published release": _release,
        "front-end": _front_end,
        # before the database, which is brought up to date by being looked at
        "record of who saw what": audit_checkup.record,
        "portal database": _database,
        "private files": safety.files,
        "settings of the site": safety.site,
    }
    return [_tried(what, check, network_dir) for what, check in checks.items()]


def _tried(what: str, check: Callable[[Path], str], network_dir: Path) -> Finding:
    try:
        return Finding(what, Grade.OK, check(network_dir))
    except safety.Unsafe as error:
        return Finding(what, Grade.UNSAFE, str(error))
    except (CatchmentError, OSError, ValueError) as error:
        return Finding(what, Grade.WRONG, str(error))


def _settings(network_dir: Path) -> str:
    network = settings.load(network_dir / "network.toml")
    return f"{network.name}, {len(network.completion)} completion rules"


def _policy(network_dir: Path) -> str:
    rules = policy.load(network_dir / "policy.toml")
    return f"groups of {rules.n} and more are shown"


def _warehouse(network_dir: Path) -> str:
    warehouse = Warehouse(network_dir)
    batches = warehouse.batches()
    if not batches:
        raise BadInput("nothing was imported yet")
    missing = [file for name in batches[-1].tables for file in warehouse.files(name) if not file.is_file()]
    if missing:
        raise PromiseFailed(f"{len(missing)} of its files are gone, the first is {missing[0].name}")
    return f"{len(batches)} batches, the last on {batches[-1].landed_on}"


def _engines(_network_dir: Path) -> str:
    """Spark is for those who have a cluster: that it is missing is no fault."""
    from catchment.engines import spark_session

    return f"duckdb; {spark_session.missing() or 'spark, as it is configured on this machine'}"


def _ledger(network_dir: Path) -> str:
    releases = network_dir / "releases"
    entries = Ledger(releases).entries()
    draws.check(releases, entries)
    return f"unbroken, {len(entries)} entries"


def _release(network_dir: Path) -> str:
    head = Ledger(network_dir / "releases").head
    if head.release is None:
        raise BadInput("nothing is published yet")
    said = manifest.verify(network_dir / "releases" / head.release)
    return f"{head.release}, {len(said['tables'])} files as they were built"


def _front_end(network_dir: Path) -> str:
    from catchment.portal import server

    if not server.ASSETS.is_file():
        raise BadInput("the portal's styles are not built: run make setup")
    return "styles and scripts are built"


def _database(network_dir: Path) -> str:
    from django.apps import apps
    from django.db import DatabaseError, connection

    try:
        portal_state.open_portal(network_dir)
    except DatabaseError as error:
        raise BadInput(f"cannot be opened: {error}") from error
    ours = [app for app in apps.get_app_configs() if app.name.startswith("catchment.")]
    try:
        for model in (model for app in ours for model in app.get_models()):
            # A row, not `exists()`: that names no column, so it would miss none.
            model._base_manager.first()
    except DatabaseError as error:
        raise BadInput(f"does not fit this version: {error}") from error
    return f"{connection.vendor}, up to date"
