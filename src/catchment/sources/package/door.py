"""`catchment import package` and `catchment check`: from files to a batch that lands whole or not at all."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

from catchment.sources.findings import Report, State
from catchment.sources.package.inspection import Inspection, inspect
from catchment.sources.package.pages import pages
from catchment.sources.package.parts import Part, discover
from catchment.sources.package.second_look import Look, confirm, digests, look
from catchment.sources.package.settings import read_settings, take_settings
from catchment.warehouse.disk import plain_disk_errors
from catchment.warehouse.store import Batch, Warehouse

Progress = Callable[[str], None]


def check(paths: Iterable[Path], network_dir: Path | None, progress: Progress | None = None) -> Report:
    """What an import of `paths` would find, and which pages it would light up. Nothing is changed."""
    package = discover(paths)
    with tempfile.TemporaryDirectory(prefix="catchment-check-") as folder, plain_disk_errors(Path(folder)):
        warehouse = Warehouse(network_dir or Path(folder) / "none")
        settings = read_settings(package, network_dir)
        seen = inspect(package, warehouse, Path(folder), settings, _today(), progress or _silent)
        looks = look(package)
        confirm(looks, seen.counts)
        digest = _digest(seen, looks)
        report = _report(warehouse.new_batch_id("package", digest), "package", "dry_run", seen)
        report.pages = pages({*seen.staged, *warehouse.tables()})
        return report


def import_package(
    paths: Iterable[Path],
    network_dir: Path,
    progress: Progress | None = None,
    *,
    source: str = "package",
    landed_on: date | None = None,
) -> Report:
    """Land what is good of a package in the network's warehouse, whole or not at all; quarantine the rest.

    `landed_on` is today unless given; activity that is later is quarantined. BadInput where a file, or every
    row of a table, cannot be used.
    """
    landed_on = landed_on or _today()
    package = discover(paths)
    warehouse = Warehouse(network_dir)
    settings = read_settings(package, network_dir)
    with warehouse.staging() as folder, plain_disk_errors(folder), ThreadPoolExecutor(1) as beside:
        looking = beside.submit(look, package)
        seen = inspect(package, warehouse, folder, settings, landed_on, progress or _silent)
        looks = looking.result()
        confirm(looks, seen.counts)
        report = _land(warehouse, seen, looks, source, landed_on)
        take_settings(package, network_dir)
    return report


def _land(
    warehouse: Warehouse, seen: Inspection, looks: dict[Part, Look], source: str, landed_on: date
) -> Report:
    digest = _digest(seen, looks)
    batch = Batch(
        warehouse.new_batch_id(source, digest),
        source,
        digest,
        landed_on,
        tuple(part.name for part in looks),
        {count.table: count.landed for count in seen.counts},
        {count.table: count.quarantined for count in seen.counts if count.quarantined},
    )
    report = _report(batch.id, source, "landed", seen)
    texts = {"json": report.as_json(), "txt": report.as_text() + "\n"}
    if not warehouse.land(batch, seen.staged, quarantine=seen.refused, reports=texts):
        report.state = "unchanged"
    return report


def _report(batch_id: str, source: str, state: State, seen: Inspection) -> Report:
    return Report(batch_id, source, state, seen.counts, seen.findings)


def _digest(seen: Inspection, looks: dict[Part, Look]) -> str:
    """Stands for what lands: the files, and which of their rows were refused."""
    whole = hashlib.sha256("\n".join(digests(looks)).encode())
    for path in sorted(seen.refused.iterdir()):
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _today() -> date:
    return datetime.now().astimezone().date()


def _silent(_: str) -> None:
    """Nobody watches."""
