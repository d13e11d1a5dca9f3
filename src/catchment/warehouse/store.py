"""The warehouse of a network: contract tables in Parquet behind one atomic catalog."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from catchment.network import contract
from catchment.warehouse import catalog as catalogs
from catchment.warehouse.batch import Batch
from catchment.warehouse.catalog import Catalog, TableState
from catchment.warehouse.disk import WarehouseUnusable, plain_disk_errors, replace_file, settle
from catchment.warehouse.merge import Merge
from catchment.warehouse.sql import parquet, quoted, scratch, typed_columns

__all__ = ["FINDINGS", "MEASURED", "SHOWN_STUDENTS", "Batch", "Warehouse"]

SHOWN_STUDENTS = "personal/shown_students"
"""Where builds keep the students behind shown counts: personal, but no table of the contract."""
FINDINGS = "findings"
"""Where a build says how many it could not place, in true numbers."""
MEASURED = "personal/measured"
"""Where builds keep what they measured of a school year, for the next build."""


class Warehouse:
    """The tables of one network folder. Reading needs no lock; a build holds `locked()` to keep its files."""

    def __init__(self, network_dir: Path) -> None:
        self.folder = Path(network_dir) / "warehouse"
        self._catalog = self.folder / "catalog.json"

    def files(self, table: str) -> list[Path]:
        """The Parquet files that make the table now; none where it was never imported."""
        return [self.folder / name for name in self._load().files(table)]

    def files_by_year(self, table: str) -> dict[str, list[Path]]:
        """The same by school year, of a table that is partitioned by it."""
        return {
            year: [self.folder / name for name in names]
            for year, names in sorted(_parts(self._load(), table).items())
        }

    def has(self, table: str) -> bool:
        return bool(self.files(table))

    def tables(self) -> set[str]:
        """The names of the tables that were ever imported."""
        return {name for name in self._load().tables if self.has(name)}

    def batches(self) -> list[Batch]:
        """Every landing, first to last."""
        return self._load().batches

    def connect_views(self, connection: duckdb.DuckDBPyConnection) -> None:
        """A view per imported table, with the contract's columns and types."""
        catalog = self._load()
        for name, table in contract.tables().items():
            if files := [self.folder / file for file in catalog.files(name)]:
                connection.execute(
                    f"CREATE OR REPLACE VIEW {quoted(name)} AS "
                    f"SELECT {typed_columns(table)} FROM {parquet(files)}"
                )

    def new_batch_id(self, source: str, digest: str) -> str:
        """The id of the next landing: its number, its source and the beginning of its digest."""
        return f"{len(self.batches()) + 1:04d}-{source}-{digest[:8]}"

    def quarantine_folder(self, batch_id: str) -> Path:
        return self.folder / "quarantine" / batch_id

    def report_file(self, batch_id: str, kind: str) -> Path:
        """Where the findings report of a batch is kept; `kind` is `json` or `txt`."""
        return self.folder / "reports" / f"{batch_id}.{kind}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other import and build out; may be nested. Says at once who is in the way."""
        with plain_disk_errors(self.folder):
            # Microdata: for its owner's eyes alone, wherever the network lies.
            self.folder.mkdir(0o700, parents=True, exist_ok=True)
        lock = FileLock(self.folder / ".lock", timeout=0, is_singleton=True)
        try:
            lock.acquire()
        except Timeout as error:
            raise WarehouseUnusable(
                f"{self.folder}: another import or build is at work here; wait until it has finished"
            ) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A fresh folder on the warehouse's own disk, held under the lock and gone afterwards."""
        with self.locked():
            with plain_disk_errors(self.folder):
                self._sweep(self._load(), keep="")
                room = self.folder / "staging"
                shutil.rmtree(room, ignore_errors=True)
                room.mkdir()
                folder = Path(tempfile.mkdtemp(dir=room))
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def land(
        self,
        batch: Batch,
        staged: Mapping[str, Path],
        *,
        quarantine: Path | None = None,
        reports: Mapping[str, str] | None = None,
        own: Iterable[contract.Table] = (),
    ) -> bool:
        """Merge staged Parquet files (typed, checked, unique by primary key) into the tables, in one step.

        A partitioned table may be staged as a folder of `school_year=…` folders. `quarantine` is a folder of
        refused rows that becomes the batch's own; `reports` are texts by kind; `own` describes tables that
        a door keeps for itself beside those of the contract. False, and nothing is changed, where this
        batch already is the last word on all its tables.
        """
        with self.locked(), plain_disk_errors(self.folder):
            old = self._load()
            if _last_word(old, batch, staged):
                return False
            merged = self._merged(old, batch, staged, own)
            new = Catalog([*old.batches, batch], {**old.tables, **merged})
            settle((self.folder / name for table in merged for name in new.files(table)), self.folder)
            self._keep_findings(batch, quarantine, reports or {})
            catalogs.save(self._catalog, new)
            self._sweep(new, keep=batch.id)
        return True

    def _load(self) -> Catalog:
        return catalogs.load(self._catalog)

    def _merged(
        self, old: Catalog, batch: Batch, staged: Mapping[str, Path], own: Iterable[contract.Table]
    ) -> dict[str, TableState]:
        tables = contract.tables() | {table.name: table for table in own}
        work = self.folder / "staging" / f"merge-{batch.id}"
        work.mkdir(parents=True, exist_ok=True)
        try:
            with scratch(work) as connection:
                job = Merge(connection, self.folder, batch.id, work)
                return {
                    name: TableState(batch.id, job.parts(tables[name], path, _parts(old, name)))
                    for name, path in staged.items()
                }
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _keep_findings(self, batch: Batch, quarantine: Path | None, reports: Mapping[str, str]) -> None:
        if quarantine is not None and any(quarantine.iterdir()):
            target = self.quarantine_folder(batch.id)
            target.parent.mkdir(exist_ok=True)
            shutil.rmtree(target, ignore_errors=True)  # of a landing that was killed
            quarantine.rename(target)
            settle(target.iterdir(), self.folder)
        for kind, text in reports.items():
            path = self.report_file(batch.id, kind)
            path.parent.mkdir(exist_ok=True)
            replace_file(path, text)

    def _sweep(self, catalog: Catalog, keep: str) -> None:
        """Remove what no catalog names: the remains of a crash and what a landing has replaced.

        `keep` is a batch under way; a door may have written its findings already.
        """
        known = {name for table in catalog.tables for name in catalog.files(table)}
        for room in ("tables", "personal"):
            for path in (self.folder / room).rglob("*.parquet"):
                name = path.relative_to(self.folder).as_posix()
                if name not in known and not name.startswith((f"{SHOWN_STUDENTS}/", f"{MEASURED}/")):
                    path.unlink()
        landed = {batch.id for batch in catalog.batches} | {keep}
        for path in (self.folder / "quarantine").glob("*"):
            if path.name not in landed:
                shutil.rmtree(path, ignore_errors=True)
        for path in (self.folder / "reports").glob("*"):
            if path.stem not in landed:
                path.unlink()


def _parts(catalog: Catalog, table: str) -> dict[str, list[str]]:
    state = catalog.tables.get(table)
    return dict(state.parts) if state else {}


def _last_word(catalog: Catalog, batch: Batch, staged: Mapping[str, Path]) -> bool:
    last = [catalog.last_batch(name) for name in staged]
    return all(before is not None and before.same_content(batch) for before in last)
