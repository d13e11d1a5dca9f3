"""Opens a release for reading: manifest, shelves, tables.

Promise: a reader holds the shelves it was opened with and has no call that opens another.
"""

from catchment.release.reader.reader import DamagedRelease, Reader
from catchment.release.reader.releases import NoRelease, Releases

__all__ = ["DamagedRelease", "NoRelease", "Reader", "Releases"]
