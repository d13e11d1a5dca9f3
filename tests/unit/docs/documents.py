"""The documents as these tests see them: files, links, commands and names."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tests.unit.house.tree import ROOT, files

FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")


def documents() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def prose(path: Path) -> str:
    """The text without its fenced blocks."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def links(path: Path) -> Iterator[str]:
    """Every link that stays in the tree."""
    yield from (target for target in LINK.findall(CODE.sub("", prose(path))) if "://" not in target)


def shell_lines(path: Path) -> Iterator[str]:
    """Every line of a `sh` block, continued lines joined, comments apart."""
    for language, block in FENCE.findall(path.read_text(encoding="utf-8")):
        if language == "sh":
            yield from block.replace("\\\n", " ").splitlines()


def commands(path: Path) -> Iterator[list[str]]:
    """Words after `catchment` of every command in a block, and of every one in a sentence."""
    for line in [*shell_lines(path), *CODE.findall(prose(path))]:
        first, *rest = shlex.split(line, comments=True) or [""]
        if first.removeprefix(".venv/bin/") == "catchment" and rest:
            yield rest


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    return {anchor(line.lstrip("#")) for line in prose(path).splitlines() if line.startswith("#")}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
