"""Draws of estimates: their files in the ledger, and what reads and writes them.

A draw is written once, at a school year's census, and copied by every later build. The file comes first and
the entry that names it second: a crash between the two leaves a file that nothing points to, which says
nothing and spends nothing.
"""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from catchment.disclosure.estimates import Counts
from catchment.disclosure.units import Unit
from catchment.network.categories import COMPOSITION, Family
from catchment.network.errors import PromiseFailed
from catchment.release import layout
from catchment.release.build.ledger import Entry, Head, Ledger, alone, write_durably
from catchment.release.build.picking import equal
from catchment.release.build.schemas import DRAW

FAMILIES: tuple[tuple[Family, ...], ...] = (("gender", "race", "gender_urg"), ("gender_trained",))
"""Tables that are counted over the same units."""


@dataclass(frozen=True)
class Block:
    """Noised counts of the tables that share their units: for each, units × categories of `COMPOSITION`."""

    units: Sequence[Unit]
    tables: Mapping[Family, Counts]


@dataclass(frozen=True)
class Draw:
    """The noised counts of one school year; `epsilon` is what each table spent, `digest` that of the file."""

    school_year: str
    as_of: date
    epsilon: float
    blocks: Sequence[Block]
    digest: str = ""


def encode(draw: Draw) -> bytes:
    """The draw as a Parquet file; the same draw gives the same bytes."""
    pieces = [_rows(block, family) for block in draw.blocks for family in block.tables]
    stream = io.BytesIO()
    pq.write_table(pa.concat_tables(pieces).combine_chunks(), stream, compression="zstd")
    return stream.getvalue()


def _rows(block: Block, family: Family) -> pa.Table:
    categories = COMPOSITION[family]
    units = [unit for unit in block.units for _ in categories]
    size = len(units)
    columns = {
        "level": [unit.level for unit in units],
        "geo_id": [unit.geo_id for unit in units],
        "area": [unit.area for unit in units],
        "course_id": [unit.course_id for unit in units],
        "family": [family] * size,
        "category": list(categories) * len(block.units),
        "estimate": block.tables[family].ravel(),
    }
    return pa.table(columns, schema=DRAW)


def read(releases: Path, entry: Entry) -> Draw:
    """The draw that a ledger entry names. PromiseFailed if its file is gone or is another."""
    content = _content(releases, entry)
    rows = pq.read_table(io.BytesIO(content))
    blocks = [_block(rows, families) for families in FAMILIES]
    assert entry.school_year is not None and entry.epsilon is not None
    return Draw(entry.school_year, date.fromisoformat(entry.as_of), entry.epsilon, blocks, entry.digest)


def _content(releases: Path, entry: Entry) -> bytes:
    file = _file(releases, entry.digest)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise PromiseFailed(
            f"the estimates of {entry.school_year} cannot be read: the ledger needs {file}"
        ) from error
    if hashlib.sha256(content).hexdigest() != entry.digest:
        raise PromiseFailed(
            f"the estimates of {entry.school_year} were altered: {file} is not what was drawn"
        )
    return content


def _block(rows: pa.Table, families: Sequence[Family]) -> Block:
    tables, units = {}, []
    for family in families:
        mine = equal(rows, "family", family)
        width = len(COMPOSITION[family])
        tables[family] = mine["estimate"].to_numpy().astype(np.int64).reshape(-1, width)
        named = mine.select(["level", "geo_id", "area", "course_id"]).take(np.arange(0, len(mine), width))
        units = [Unit(*row) for row in zip(*(column.to_pylist() for column in named.columns), strict=True)]
    return Block(units, tables)


def check(releases: Path, entries: Sequence[Entry]) -> None:
    """PromiseFailed unless every draw that the ledger names is there, unaltered."""
    for entry in entries:
        if entry.kind == "drawn":
            _content(releases, entry)


class Recorder:
    """Appends the draws of one build to the ledger. `head` is what the build's candidate is built on."""

    def __init__(self, releases: Path, head: str | None, on: date, by: str) -> None:
        self._releases, self.head, self._on, self._by = releases, head, on, by

    def keep(self, draw: Draw) -> Draw:
        """The draw as it is kept from now on. PromiseFailed if the ledger has moved on meanwhile."""
        content = encode(draw)
        digest = hashlib.sha256(content).hexdigest()
        file = _file(self._releases, digest)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(file, content)
        with alone(self._releases):
            ledger = Ledger(self._releases)
            head = ledger.head
            self._check(head)
            entry = self._entry(draw, digest)
            ledger.append(entry, up=head.release)
        self.head = entry.address
        return replace(draw, digest=digest)

    def _check(self, head: Head) -> None:
        if head.ledger != self.head:
            raise PromiseFailed("something was published while this release was built: build it again")

    def _entry(self, draw: Draw, digest: str) -> Entry:
        return Entry(
            "drawn", "", digest, draw.as_of.isoformat(), self._on.isoformat(), self._by, "", self.head,
            draw.school_year, draw.epsilon,
        )  # fmt: skip


def _file(releases: Path, digest: str) -> Path:
    return releases / layout.LEDGER / layout.ESTIMATES / f"{digest}.parquet"
