"""One reading of every file beside DuckDB's: its digest, and whether a line in it has no end."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from catchment.sources.package.parts import Package, Part
from catchment.sources.package.text import MAX_LINE, records


def hash_files(package: Package) -> list[str]:
    """A digest of each file with its table, in an order that does not depend on names.

    BadInput for a CSV file with an endless line: DuckDB passes over one longer than its buffer, and the
    rows it holds, without a word.
    """
    found = []
    for table, parts in package.tables.items():
        for part in parts:
            found.append(f"{table} {_digest(part)}")
    return sorted(found)


def _digest(part: Part) -> str:
    digest = hashlib.sha256()
    endless = False
    with part.path.open("rb") as file:
        for chunk in _chunks(file):
            digest.update(chunk)
            endless = endless or _endless(chunk)
    if part.kind == "csv.gz":
        endless = _endless_inside(part)
    if endless and part.kind != "parquet":
        for _ in records(part):  # the careful reader comes to that line and says which row it is
            pass
    return digest.hexdigest()


def _endless(chunk: bytes) -> bool:
    """A whole chunk without a line break lies within one line."""
    return len(chunk) == MAX_LINE and b"\n" not in chunk


def _endless_inside(part: Part) -> bool:
    try:
        with gzip.open(part.path, "rb") as file:
            return any(_endless(chunk) for chunk in _chunks(file))
    except (OSError, EOFError, zlib.error):
        return True  # damaged: let the careful reader say how


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(MAX_LINE):
        yield chunk
