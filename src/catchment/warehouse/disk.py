"""Writing so that a crash or a full disk leaves the old state, and saying so in one sentence."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from catchment.network.errors import BadInput

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("no space left", "file too large", "disk quota", "max_temp_directory_size")


class WarehouseUnusable(BadInput):
    """The disk, the lock or the catalog stands in the way; nothing is wrong with what was given to land."""


@contextmanager
def plain_disk_errors(folder: Path) -> Iterator[None]:
    """Turn what the operating system or DuckDB says of a disk into `WarehouseUnusable`; other errors pass."""
    try:
        yield
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException) as error:
        raise WarehouseUnusable(_sentence(folder, error)) from error


def _sentence(folder: Path, error: BaseException) -> str:
    text = " ".join(str(error).split())
    if getattr(error, "errno", None) in _FULL or any(words in text.lower() for words in _FULL_WORDS):
        return f"the disk is full: cannot write to {folder}; nothing landed, free some space and run it again"
    return f"cannot read or write in {folder}: {text}; nothing landed"


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def settle(files: Iterable[Path], root: Path) -> None:
    """Wait until the files, and every folder name that leads to them from `root`, are on the disk."""
    folders = {root}
    for file in files:
        sync_file(file)
        folders.update(folder for folder in file.parents if folder.is_relative_to(root))
    for folder in folders:
        sync_file(folder)


def replace_file(path: Path, text: str) -> None:
    """Put `text` in place of the file in one step: a reader sees the old text or the new."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(text, encoding="utf-8")
    sync_file(temporary)
    os.replace(temporary, path)
    sync_file(path.parent)
