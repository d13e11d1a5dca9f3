"""`catchment import nces`: files in, facts and contract tables landed in one step."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from catchment.network import clocks, contract
from catchment.sources.findings import Example, Finding, Report, TableCount
from catchment.sources.nces import checks, derive, facts, reading, refused, remarks, vocabulary
from catchment.sources.nces.opening import find_files, read_bytes, read_sheet
from catchment.sources.nces.sheet import Sheet
from catchment.sources.nces.tables import DISTRICT_FACTS, FACTS, SCHOOL_FACTS, STARRED
from catchment.sources.nces.years import years_of
from catchment.warehouse.disk import plain_disk_errors
from catchment.warehouse.sql import scratch, text, typed_columns
from catchment.warehouse.store import Batch, Warehouse

Progress = Callable[[str], None]

_DERIVED = ("schools", "districts", "school_enrollment")


def import_nces(
    paths: Iterable[Path],
    network_dir: Path,
    school_year: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """Land files of the National Center for Education Statistics (files, or folders of them).

    `school_year` (like 2022-23) is the year of the enrolment in files that name no year. BadInput if a
    file is of no known kind; then nothing lands.
    """
    if school_year is not None:
        clocks.first_day(school_year)  # BadInput where it is no school year
    files = find_files(paths)
    warehouse = Warehouse(network_dir)
    with warehouse.staging() as folder, plain_disk_errors(warehouse.folder), scratch(folder) as connection:
        landing = _Landing(connection, folder, school_year, progress or (lambda _: None))
        landing.read_all(files)
        return landing.land(warehouse)


@dataclass
class _Landing:
    """One import under way: the connection collects its facts, the report what was found."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    school_year: str | None
    progress: Progress

    def __post_init__(self) -> None:
        self.report = Report("", "nces", "landed")
        self.digest = hashlib.sha256(f"school year {self.school_year}\n".encode())
        self.labels: list[str] = []
        vocabulary.prepare(self.connection)
        facts.create_tables(self.connection)

    @property
    def quarantine(self) -> Path:
        return self.folder / "quarantine"

    def read_all(self, files: Sequence[Path]) -> None:
        repeated = Counter(file.name for file in files)
        for number, file in enumerate(files):
            self.progress(f"reading {file.name}")
            content = read_bytes(file)
            self.digest.update(hashlib.sha256(content).digest())
            sheet = read_sheet(file, content)
            name = file.name if repeated[file.name] == 1 else f"{file.parent.name}/{file.name}"
            self.labels.append(name)
            self._add(sheet, number, f"{name} ({sheet.kind.title})")

    def _add(self, sheet: Sheet, number: int, label: str) -> None:
        reading.read_codes(self.connection, sheet, years_of(sheet, self.school_year))
        checks.find_problems(self.connection, sheet.kind.subject)
        rows = refused.refused_rows(self.connection, sheet)
        facts.add_facts(self.connection, sheet, number)
        refused.write_quarantine(self.quarantine, label, rows)
        table = FACTS[sheet.kind.subject].name
        landed = self._count(f"{table} WHERE file = {number} AND NOT ends_with(source, {text(STARRED)})")
        self.report.tables.append(TableCount(label, sheet.rows_in, landed, len(rows)))
        self.report.findings += refused.findings_of(label, rows)
        self.report.findings += remarks.remarks_of(self.connection, sheet, label)

    def land(self, warehouse: Warehouse) -> Report:
        self._note_overlap(facts.latest_only(self.connection))
        self.progress("merging with what landed before")
        derive.derive(self.connection, warehouse)
        self._note_nameless()
        staged = self._stage()
        batch = self._batch(warehouse)
        self.report.batch_id = batch.id
        reports = {"json": self.report.as_json(), "txt": self.report.as_text()}
        quarantine = self.quarantine if self.quarantine.exists() else None
        self.progress("landing")
        if not warehouse.land(batch, staged, quarantine=quarantine, reports=reports, own=FACTS.values()):
            same = [known.id for known in warehouse.batches() if known.same_content(batch)]
            self.report.batch_id, self.report.state = same[-1], "unchanged"
        return self.report

    def _batch(self, warehouse: Warehouse) -> Batch:
        digest = self.digest.hexdigest()
        return Batch(
            warehouse.new_batch_id("nces", digest),
            "nces",
            digest,
            date.today(),  # noqa: DTZ011 - the day on the operator's wall, as in every other batch
            tuple(self.labels),
            {name: self._count(f"new_{name}") for name in _DERIVED},
            {count.table: count.quarantined for count in self.report.tables if count.quarantined},
        )

    def _stage(self) -> dict[str, Path]:
        """The facts, also where there are none: an import of nothing but refused rows lands its quarantine.

        A contract table that gets no row is left out, so that one never imported stays absent.
        """
        staged = {table.name: self._copy(table, table.name) for table in FACTS.values()}
        for name in _DERIVED:
            if self._count(f"new_{name}"):
                staged[name] = self._copy(contract.tables()[name], f"new_{name}")
        return staged

    def _copy(self, table: contract.Table, source: str) -> Path:
        target = self.folder / f"{table.name}.parquet"
        self.connection.execute(
            f"COPY (SELECT {typed_columns(table)} FROM {source}) TO {text(target)} (FORMAT parquet)"
        )
        return target

    def _count(self, source: str) -> int:
        return self.connection.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0]

    def _note_overlap(self, count: int) -> None:
        if count:
            reason = "two of the given files state the same facts; the one named later was taken"
            self._warn("stated_twice", "files", count, reason)

    def _note_nameless(self) -> None:
        for table, what in ((SCHOOL_FACTS, "schools"), (DISTRICT_FACTS, "districts")):
            if count := derive.nameless(self.connection, table):
                reason = f"kept, but {what} that no file names yet; a directory or a search export names them"
                self._warn("not_named_yet", what, count, reason)

    def _warn(self, rule: str, table: str, count: int, reason: str) -> None:
        example = Example(", ".join(self.labels), 0, "", reason)
        self.report.findings.append(Finding(rule, table, "warning", count, [example]))
