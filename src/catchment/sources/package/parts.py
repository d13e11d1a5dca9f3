"""Which files a package consists of, and which table each belongs to."""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from catchment.network import contract
from catchment.network.errors import BadInput

_SUFFIXES = {".csv.gz": "csv.gz", ".csv": "csv", ".parquet": "parquet"}


@dataclass(frozen=True)
class Part:
    """One file of a table. `name` is how findings call it; `kind` is csv, csv.gz or parquet."""

    table: str
    path: Path
    name: str
    kind: str


@dataclass
class Package:
    """The parts by table in the contract's order, the settings file, and data files of no known table."""

    tables: dict[str, list[Part]] = field(default_factory=dict)
    settings: Path | None = None
    unknown: list[str] = field(default_factory=list)


def discover(paths: Iterable[Path]) -> Package:
    """Find the tables under `paths` (folders of a package, or single files). Opens nothing but folders."""
    package = Package()
    given = [Path(path) for path in paths]
    for path in given:
        _take(package, path)
    if not package.tables:
        looked = ", ".join(str(path) for path in given)
        raise BadInput(
            f"{looked}: no table of the contract found; expected files like partners.csv or activity.parquet"
        )
    order = {name: package.tables[name] for name in contract.tables() if name in package.tables}
    return Package(order, package.settings, package.unknown)


def _take(package: Package, path: Path) -> None:
    """One path of the command line: a whole package, or one table of it."""
    if not path.exists():
        raise BadInput(f"{path}: no such file or folder")
    if path.is_dir() and path.name not in contract.tables():
        for entry in _entries(path):
            _take_entry(package, entry, named=False)
    else:
        _take_entry(package, path, named=True)


def _take_entry(package: Package, path: Path, named: bool) -> None:
    """A file or folder within a package; `named` ones were asked for and may not be passed over."""
    if path.name == "network.toml":
        _set_settings(package, path)
        return
    table, kind = _recognise(path)
    if table in contract.tables() and (kind or path.is_dir()):
        _add(package, table, _folder_parts(path) if not kind else [_part(path, table, path.name, kind)])
    elif named:
        raise BadInput(
            f"{path.name}: the contract has no table of this name, or it is neither CSV nor Parquet"
        )
    elif kind or path.is_dir():
        package.unknown.append(path.name)


def _set_settings(package: Package, path: Path) -> None:
    if package.settings is not None:
        raise BadInput(f"network.toml is there twice: {package.settings} and {path}; expected one")
    package.settings = path


def _recognise(path: Path) -> tuple[str, str]:
    """The table's name and the kind of file; no kind where the name has no suffix that is read."""
    for suffix, kind in _SUFFIXES.items():
        if path.name.endswith(suffix):
            return path.name.removesuffix(suffix), kind
    return path.name, ""


def _add(package: Package, table: str, parts: list[Part]) -> None:
    if table in package.tables:
        first = package.tables[table][0].name
        raise BadInput(f"the table {table} is there twice: {first} and {parts[0].name}; expected one of them")
    package.tables[table] = parts


def _folder_parts(folder: Path) -> list[Part]:
    parts = []
    for path in _entries(folder):
        _, kind = _recognise(path)
        name = f"{folder.name}/{path.name}"
        if path.name.startswith((".", "_")):
            continue
        if not kind:
            raise BadInput(f"{name}: expected a part of {folder.name} as .csv, .csv.gz or .parquet")
        parts.append(_part(path, folder.name, name, kind))
    if not parts:
        raise BadInput(f"{folder.name}/: the folder is empty; expected parts as .csv, .csv.gz or .parquet")
    return parts


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise BadInput(f"{folder}: the folder cannot be read ({error.strerror})") from error


def _part(path: Path, table: str, name: str, kind: str) -> Part:
    """Refuses what is no ordinary file before anything opens it: a pipe would block for ever."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise BadInput(f"{name}: cannot be read ({error.strerror})") from error
    if stat.S_ISDIR(mode):
        raise BadInput(f"{name}: is a folder, expected a file; a folder of parts is called {table}/")
    if not stat.S_ISREG(mode):
        raise BadInput(f"{name}: is not an ordinary file (a pipe or a device), expected {table} as a file")
    if not os.access(path, os.R_OK):
        raise BadInput(f"{name}: cannot be read (no permission)")
    return Part(table, path, name, kind)
