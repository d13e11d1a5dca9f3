"""Keeps the students behind shown counts in the warehouse: a file a release, beside the personal tables.

The file is written before its candidate takes its place, so a candidate never stands without it; a file whose
candidate never came is swept away by the next build.
"""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from catchment.release import layout
from catchment.release.build.ledger import Ledger, write_durably
from catchment.release.build.schemas import BEHIND
from catchment.warehouse.store import SHOWN_STUDENTS


def read(network_dir: Path, release_id: str | None) -> pa.Table:
    """The students behind the counts of a release; none where no file was kept: then nobody is reported."""
    file = file_of(network_dir, release_id or "")
    return pq.read_table(file, schema=BEHIND) if file.is_file() else BEHIND.empty_table()


def write(network_dir: Path, release_id: str, students: pa.Table) -> None:
    """Keep the students behind the counts of a candidate, before it is there."""
    stream = io.BytesIO()
    pq.write_table(students, stream, compression="zstd")
    file = file_of(network_dir, release_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_durably(file, stream.getvalue())


def prune(network_dir: Path) -> None:
    """Remove the files that no build can need: of releases before the last, and of what is no candidate."""
    releases = network_dir / "releases"
    published = [entry.release for entry in Ledger(releases).entries() if entry.kind == "published"]
    needless = set(published[:-1])
    for file in (network_dir / "warehouse" / SHOWN_STUDENTS).glob("*"):
        is_there = (releases / file.stem / layout.MANIFEST).is_file()
        if file.suffix != ".parquet" or file.stem in needless or not is_there:
            file.unlink()


def file_of(network_dir: Path, release_id: str) -> Path:
    """Where the students behind the counts of a release are kept."""
    return network_dir / "warehouse" / SHOWN_STUDENTS / f"{release_id}.parquet"
