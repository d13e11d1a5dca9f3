"""Merging staged rows into a table by primary key: old rows whose key is not staged, and the staged rows."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from catchment.network import contract
from catchment.warehouse.sql import (
    PARTITIONED,
    parquet,
    quoted,
    same_key,
    school_year,
    text,
    typed_columns,
)

_FORMAT = "FORMAT parquet, COMPRESSION zstd"


@dataclass(frozen=True)
class Merge:
    """Merging tables of one batch: `root` is the warehouse, `stem` the name of every file it writes."""

    connection: duckdb.DuckDBPyConnection
    root: Path
    stem: str
    work: Path

    def parts(
        self, table: contract.Table, staged: Path, old: Mapping[str, list[str]]
    ) -> dict[str, list[str]]:
        """Write the merged files of `table` beside the old ones; the new `parts` of its catalog entry."""
        job = _TableMerge(self, table)
        return job.by_school_year(staged, old) if table.name in PARTITIONED else job.whole(staged, old)


@dataclass(frozen=True)
class _TableMerge:
    batch: Merge
    table: contract.Table

    def whole(self, staged: Path, old: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Rewrite a table without partitions, sorted by primary key."""
        order = ", ".join(quoted(name) for name in self.table.primary_key)
        target = self._target("")
        rows = self._rows(parquet([staged]), self._paths(old.get("", [])))
        self.batch.connection.execute(f"COPY ({rows} ORDER BY {order}) TO {text(target)} ({_FORMAT})")
        return {"": [self._name(target)]}

    def by_school_year(self, staged: Path, old: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Rewrite the partitions that `staged` touches; a new one takes the staged files as they are."""
        parts = {
            label: self._rewrite(label, files, self._paths(old[label]))
            if label in old
            else self._take(label, files)
            for label, files in self._split(staged).items()
        }
        return {**old, **parts}

    def _split(self, staged: Path) -> dict[str, list[Path]]:
        """The staged files by school year: a folder `school_year=…` of a door that split them already."""
        folder = staged if staged.is_dir() else self._partition(staged)
        labels = sorted(path for path in folder.iterdir() if path.name.startswith("school_year="))
        return {path.name.removeprefix("school_year="): sorted(path.glob("*.parquet")) for path in labels}

    def _partition(self, staged: Path) -> Path:
        folder = self.batch.work / f"{self.table.name}-by-year"
        label = school_year(quoted(PARTITIONED[self.table.name]))
        self.batch.connection.execute(
            f"COPY (SELECT {typed_columns(self.table)}, {label} AS school_year FROM {parquet([staged])}) "
            f"TO {text(folder)} ({_FORMAT}, PARTITION_BY (school_year))"
        )
        return folder

    def _take(self, label: str, files: list[Path]) -> list[str]:
        names = []
        for number, file in enumerate(files):
            target = self._target(label, f"-{number}" if number else "")
            os.replace(file, target)
            names.append(self._name(target))
        return names

    def _rewrite(self, label: str, files: list[Path], old: list[Path]) -> list[str]:
        target = self._target(label)
        self.batch.connection.execute(
            f"COPY ({self._rows(parquet(files), old)}) TO {text(target)} ({_FORMAT})"
        )
        return [self._name(target)]

    def _rows(self, staged: str, old: list[Path]) -> str:
        new = f"SELECT {typed_columns(self.table)} FROM {staged}"
        if not old:
            return new
        kept = (
            f"SELECT {typed_columns(self.table, 'o')} FROM {parquet(old)} o "
            f"ANTI JOIN {staged} s ON {same_key(self.table, 'o', 's')}"
        )
        return f"{kept} UNION ALL {new}"

    def _target(self, label: str, suffix: str = "") -> Path:
        room = "personal" if self.table.name in contract.PERSONAL_TABLES else "tables"
        folder = self.batch.root / room / self.table.name / (f"school_year={label}" if label else "")
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{self.batch.stem}{suffix}.parquet"

    def _name(self, path: Path) -> str:
        return path.relative_to(self.batch.root).as_posix()

    def _paths(self, names: list[str]) -> list[Path]:
        return [self.batch.root / name for name in names]
