"""The worlds that a release's certificate names, read once for all readers of the release."""

import gzip
import json
from functools import lru_cache
from pathlib import Path

from catchment.release import layout

Worlds = dict[str, list[int]]
"""Course (or `female`) -> its value in each world."""


def worlds(release: Path, school_id: str, school_year: str) -> Worlds:
    """What the certificate says of a school and year; empty where that is nothing, or there is none."""
    file = release / layout.CERTIFICATE
    if not file.is_file():
        return {}
    return _read(file, file.stat().st_mtime_ns).get(school_year, {}).get(school_id, {})


@lru_cache(maxsize=4)
def _read(file: Path, _stamp: int) -> dict[str, dict[str, Worlds]]:
    """School year -> school -> worlds."""
    return json.loads(gzip.decompress(file.read_bytes()))["worlds"]
