"""Searches every byte of a release: raw, and every value of its tables and JSON files unpacked."""

import gzip
import json
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

NOISY = frozenset({"estimate", "students_estimated"})
"""Columns of noised numbers: any number may stand in them by chance."""


def numbers_in(folder: Path, wanted: Collection[int]) -> set[tuple[str, int]]:
    """Which of the `wanted` numbers stand in which file: as a value, or as a word of a text."""
    return {
        (file.name, found) for file, value in values(folder) for found in _numbers(value) if found in wanted
    }


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, str):
        yield from (int(word) for word in re.findall(r"\b\d{1,9}\b", value))
    elif isinstance(value, int | float) and value == value and value == int(value):
        yield int(value)


def texts_in(folder: Path, wanted: Collection[str]) -> set[tuple[str, str]]:
    """Which of the `wanted` texts stand in which file: in its bytes as they are, or in a value."""
    found = {
        (file.name, text) for file in _files(folder) for text in wanted if text.encode() in file.read_bytes()
    }
    said = ((file.name, _text(value)) for file, value in values(folder))
    return found | {(name, text) for name, value in said for text in wanted if text in value}


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def values(folder: Path) -> Iterator[tuple[Path, Any]]:
    """Every value that any file holds, and the names that it goes by."""
    for file in _files(folder):
        if file.suffix == ".parquet":
            yield from ((file, value) for value in _of_table(file))
        elif ".json" in file.suffixes:
            content = file.read_bytes()
            unpacked = gzip.decompress(content) if file.suffix == ".gz" else content
            yield from ((file, value) for value in _of_json(json.loads(unpacked)))


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _of_table(file: Path) -> Iterator[Any]:
    table = pq.read_table(file)
    yield from (str(text) for pair in (table.schema.metadata or {}).items() for text in pair)
    for name in table.column_names:
        yield name
        if name not in NOISY:
            yield from table[name].unique().to_pylist()


def _of_json(content: Any) -> Iterator[Any]:
    if isinstance(content, dict):
        yield from content
        content = list(content.values())
    if isinstance(content, list):
        for value in content:
            yield from _of_json(value)
    else:
        yield content
