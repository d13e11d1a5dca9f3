"""Taking in the batches that the portal wrote to `inbox/`."""

import os
from collections.abc import Callable
from pathlib import Path

from catchment.network.errors import BadInput
from catchment.sources.findings import Report
from catchment.sources.package import import_package
from catchment.warehouse.disk import plain_disk_errors

_DONE = "done"
_UNFINISHED = ".part"


def take_in(network_dir: Path, progress: Callable[[str], None] | None = None) -> list[Report]:
    """Land every complete batch of `inbox/`, oldest name first, and move it to `inbox/done/`.

    A batch that is refused stays where it is and keeps nobody else waiting; BadInput names it at the end.
    """
    reports, refused = [], []
    for batch in _complete(Path(network_dir) / "inbox"):
        try:
            reports.append(import_package([batch], network_dir, progress, source="portal"))
        except BadInput as error:
            refused.append(f"inbox/{batch.name}: {error}")
        else:
            _put_away(batch)
    if refused:
        raise BadInput(refused[0] + (f" (and {len(refused) - 1} more batches)" if len(refused) > 1 else ""))
    return reports


def _complete(inbox: Path) -> list[Path]:
    """A batch is a folder; the portal writes it as `….part` and renames it when it is whole."""
    if not inbox.is_dir():
        return []
    return sorted(
        path
        for path in inbox.iterdir()
        if path.is_dir() and path.name != _DONE and not path.name.endswith(_UNFINISHED)
    )


def _put_away(batch: Path) -> None:
    """A crash may have come between landing and moving: then the same name is there already."""
    done = batch.parent / _DONE
    with plain_disk_errors(batch.parent):
        done.mkdir(exist_ok=True)
        target, again = done / batch.name, 1
        while target.exists():
            again += 1
            target = done / f"{batch.name}-{again}"
        os.replace(batch, target)
