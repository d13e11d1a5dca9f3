"""From paths to sheets: which files, unpacked, told apart by their first bytes."""

import gzip
import io
import zlib
from collections.abc import Iterable
from pathlib import Path

from catchment.network.errors import BadInput
from catchment.sources.nces import delimited, parquet, webpage
from catchment.sources.nces.sheet import Sheet

_SUFFIXES = (".csv", ".txt", ".tsv", ".html", ".htm", ".xls", ".parquet")
_LIMIT = 512 * 2**20
"""NCES's largest directory file is a tenth of this, unpacked; what is larger is something else."""


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Every file of the paths, each once; of a folder those with a table's suffix, in order of name."""
    found: dict[Path, Path] = {}
    for path in map(Path, paths):
        if not path.exists():
            raise BadInput(f"{path}: there is no such file or folder")
        for file in _files_of(path):
            found.setdefault(file.resolve(), file)
    if not found:
        raise BadInput("no NCES file was given: expected CSV, HTML or Parquet files, or a folder of them")
    return list(found.values())


def _files_of(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.is_file() and _is_table(file))
    if not files:
        raise BadInput(f"{path}: this folder has no CSV, HTML or Parquet file")
    return files


def _is_table(path: Path) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(_SUFFIXES) and not path.name.startswith(".")


def read_bytes(path: Path) -> bytes:
    """The file's content, unpacked if it is packed."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            content = (gzip.GzipFile(fileobj=file) if packed else file).read(_LIMIT + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInput(f"{path}: the gzip file is damaged or cut off ({error})") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from error
    if len(content) > _LIMIT:
        raise BadInput(f"{path}: is over {_LIMIT // 2**20} MB, which no NCES directory file is")
    return content


def read_sheet(path: Path, content: bytes) -> Sheet:
    """The table in a file. BadInput in one sentence where there is none that this door reads."""
    if not content.strip():
        raise BadInput(f"{path}: the file is empty")
    if content.startswith(b"PAR1"):
        return parquet.read(path, io.BytesIO(content))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadInput(f"{path}: is an Excel workbook; save it as CSV, or take the file as NCES serves it")
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return webpage.read(path, content)
    return delimited.read(path, content)
