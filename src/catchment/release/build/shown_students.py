"""Keeps the students behind shown counts in the warehouse: a file a release, beside the personal tables.

The file is written before its candidate takes its place, so a candidate never stands without it. It lives as
long as a build or a publication can need it; a student who left the sources is gone from it after a build.
"""

import io
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from catchment.network.errors import PromiseFailed
from catchment.release.build import manifest
from catchment.release.build.ledger import Ledger, write_durably
from catchment.release.build.schemas import BEHIND
from catchment.warehouse.store import SHOWN_STUDENTS


def read(network_dir: Path, release_id: str | None) -> pa.Table:
    """The students behind the counts of a release; none where no file was kept: then nobody is reported."""
    file = file_of(network_dir, release_id or "")
    return pq.read_table(file, schema=BEHIND) if file.is_file() else BEHIND.empty_table()


def write(network_dir: Path, release_id: str, students: pa.Table) -> None:
    """Keep the students behind the counts of a candidate, before it is there."""
    file = file_of(network_dir, release_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    _write(file, students)


def _write(file: Path, students: pa.Table) -> None:
    stream = io.BytesIO()
    pq.write_table(students, stream, compression="zstd")
    write_durably(file, stream.getvalue())


def _files(network_dir: Path) -> list[Path]:
    return sorted((network_dir / "warehouse" / SHOWN_STUDENTS).glob("*"))


def prune(network_dir: Path) -> None:
    """Remove the files that no build can need: all but those of the last release and of candidates that can
    still be published, which are those built on the ledger's head."""
    releases = network_dir / "releases"
    ledger = Ledger(releases)
    head = ledger.head
    published = [entry.release for entry in ledger.entries(head) if entry.kind == "published"]
    for file in _files(network_dir):
        is_last = file.stem in published[-1:]
        if file.suffix != ".parquet" or not (is_last or _is_candidate(releases / file.stem, head.ledger)):
            # a build and a publication may come upon the same file
            file.unlink(missing_ok=True)


def _is_candidate(folder: Path, head: str | None) -> bool:
    try:
        return manifest.read(folder)["parent"] == head
    except PromiseFailed:  # gone or damaged: it cannot be published either
        return False


def forget(network_dir: Path, sources: Iterable[ds.Dataset]) -> None:
    """Take students out of the kept files who are in none of `sources` any more (by `student_id`)."""
    tables = list(sources)
    for file in _files(network_dir):
        students = pq.read_table(file, schema=BEHIND)
        ids = students["student_id"].unique()
        known = [_among(source, ids) for source in tables]
        left = students.filter(pc.is_in(students["student_id"], value_set=pa.concat_arrays(known)))
        if len(left) < len(students):
            _write(file, left)


def _among(source: ds.Dataset, ids: pa.Array) -> pa.Array:
    found = source.to_table(columns=["student_id"], filter=pc.field("student_id").isin(ids))
    return found["student_id"].cast(pa.string()).combine_chunks()


def file_of(network_dir: Path, release_id: str) -> Path:
    """Where the students behind the counts of a release are kept."""
    return network_dir / "warehouse" / SHOWN_STUDENTS / f"{release_id}.parquet"
