"""Builds a candidate release: measured tables through disclosure onto shelves, whole or not at all."""

import getpass
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from catchment.engines.choose import DEFAULT
from catchment.network import policy, settings
from catchment.release import layout
from catchment.release.build import contents, findings, inputs, shown_students, writing
from catchment.release.build.drawing import Drawing
from catchment.release.build.draws import Recorder
from catchment.release.build.history import History, read_history
from catchment.release.build.ledger import write_durably
from catchment.release.build.measure import measure
from catchment.warehouse.disk import plain_disk_errors, settle, sync_file
from catchment.warehouse.store import Warehouse

Progress = Callable[[str], None]


def build(
    network_dir: Path,
    as_of: date | None,
    started_by: str | None,
    progress: Progress,
    redraw: str | None = None,
    engine: str = DEFAULT,
    fresh: bool = False,
) -> str:
    """Build a candidate from the warehouse as it stands and return its id.

    `started_by` may not approve it later (default: the user of this process). `redraw` is a school year whose
    estimates are drawn once more. `engine` computes the measures; which one does not show in the release.
    `fresh` builds do not use what earlier ones measured; that does not show either.

    BadInput where there is nothing to build from; PromiseFailed where the ledger or an estimate is broken, or
    where a draw would spend more than the budget.
    """
    network, rules = settings.load(network_dir / "network.toml"), policy.load(network_dir / "policy.toml")
    warehouse, releases = Warehouse(network_dir), network_dir / "releases"
    starter = started_by or getpass.getuser()
    # the warehouse's staging holds its lock: no import may sweep away files while they are measured
    with warehouse.staging() as scratch:
        inputs.require(warehouse, network_dir)
        when = inputs.check_as_of(as_of) if as_of else inputs.latest_activity(warehouse)
        history = _history(network_dir, progress)
        found = _found(warehouse, *measure(warehouse, network, when, scratch, progress, engine, fresh))
        progress("deciding what may be shown")
        recorder = Recorder(releases, history.parent, _today(), starter)
        with plain_disk_errors(releases):
            drawing = Drawing(recorder.keep, again=redraw)
            release = contents.decide(found, network, rules, when, history, drawing)
            progress("writing the candidate")
            about = writing.About(network, rules, when, recorder.head, warehouse.batches())
            release_id = _write(network_dir, release, about, starter)
            shown_students.prune(network_dir)
            shown_students.forget(network_dir, found.students_by_id())
            if file := findings.keep(warehouse, release_id, findings.findings(found.measured)):
                progress(f"not everybody found a place: see {file}")
            return release_id


def _history(network_dir: Path, progress: Progress) -> History:
    progress("reading what was published before")
    history = read_history(network_dir / "releases")
    return replace(history, behind=shown_students.read(network_dir, history.last))


def _found(
    warehouse: Warehouse, measured: Mapping[str, pa.Table], students: Mapping[str, ds.Dataset]
) -> inputs.Inputs:
    students = {**students, "students": inputs.known_students(warehouse)}
    return inputs.Inputs(measured, inputs.public_tables(warehouse), students)


def _write(network_dir: Path, release: contents.Contents, about: writing.About, starter: str) -> str:
    """Put the candidate in its place. Still under the warehouse's lock, as leftovers are swept here."""
    with _room(network_dir / "releases") as folder:
        release_id = writing.write(folder, release, about)
        write_durably(folder / layout.STARTED, json.dumps({"by": starter}))
        # first the students behind its counts, then the candidate: it never stands without them
        shown_students.write(network_dir, release_id, release.behind)
        _settle(network_dir / "releases", folder, release_id)
    return release_id


def _today() -> date:
    return datetime.now().astimezone().date()


@contextmanager
def _room(releases: Path) -> Iterator[Path]:
    """A folder beside the releases that is gone afterwards, unless it was moved to its place."""
    releases.mkdir(parents=True, exist_ok=True)
    for leftover in releases.glob(".building-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=".building-", dir=releases))
    # mkdtemp makes it private, but in production another user serves it
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settle(releases: Path, folder: Path, release_id: str) -> None:
    """Move the finished folder to its id. The same inputs give the same id: then it is there already."""
    place = releases / release_id
    if not place.exists():
        settle(folder.rglob("*.parquet"), folder)
        folder.rename(place)
        sync_file(releases)
