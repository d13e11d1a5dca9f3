"""The tree as the tests of this folder see it: what git tracks or would track."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "catchment"


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the product with its syntax tree; migrations, which Django writes, apart."""
    for path in files():
        if path.suffix == ".py" and path.is_relative_to(SOURCE) and "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
