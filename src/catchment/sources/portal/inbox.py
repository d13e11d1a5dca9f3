"""Taking in the batches that the portal wrote to `inbox/`."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from catchment.network.errors import BadInput
from catchment.sources.findings import Report
from catchment.sources.package import import_package
from catchment.sources.package.parts import Package
from catchment.sources.package.settings import read_settings
from catchment.warehouse.disk import WarehouseUnusable, plain_disk_errors, replace_file

_DONE = "done"
_REFUSED = "refused"
_REASON = "reason.txt"
_UNFINISHED = ".part"


@dataclass(frozen=True)
class TakenIn:
    """The reports of the batches that landed; the refused ones by their name in `inbox/refused/`, and why."""

    reports: list[Report] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def take_in(network_dir: Path, progress: Callable[[str], None] | None = None) -> TakenIn:
    """Land every complete batch of `inbox/`, oldest name first, and move it to `inbox/done/`.

    A refused batch goes to `inbox/refused/` with its reason, and the others land. BadInput where the network
    itself stands in the way; then the batches wait.
    """
    taken = TakenIn()
    batches = _complete(Path(network_dir) / "inbox")
    if batches:
        # settings that cannot be read are no fault of the first batch that needs them
        read_settings(Package(), network_dir)
    for batch in batches:
        try:
            taken.reports.append(import_package([batch], network_dir, progress, source="portal"))
        except WarehouseUnusable:
            raise
        except BadInput as error:
            taken.refused.append((_refuse(batch, str(error)), str(error)))
        else:
            _move(batch, _DONE)
    return taken


def _complete(inbox: Path) -> list[Path]:
    """A batch is a folder; the portal writes it as `….part` and renames it when it is whole."""
    if not inbox.is_dir():
        return []
    return sorted(
        path
        for path in inbox.iterdir()
        if path.is_dir() and path.name not in (_DONE, _REFUSED) and not path.name.endswith(_UNFINISHED)
    )


def _refuse(batch: Path, reason: str) -> str:
    """The reason is written before the move, so that no refused batch ever lies there without one."""
    with plain_disk_errors(batch.parent):
        replace_file(batch / _REASON, f"{reason}\n")
    return _move(batch, _REFUSED)


def _move(batch: Path, place: str) -> str:
    """Its name there. A crash may have come between landing and moving: then the same name is taken."""
    folder = batch.parent / place
    with plain_disk_errors(batch.parent):
        folder.mkdir(exist_ok=True)
        target, again = folder / batch.name, 1
        while target.exists():
            again += 1
            target = folder / f"{batch.name}-{again}"
        os.replace(batch, target)
    return target.name
