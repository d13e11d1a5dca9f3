"""Pages of the reference as Markdown."""

from collections.abc import Iterable, Iterator

NOTE = "<!-- Written by `make docs` from the code. Change it there. -->\n"


def page(title: str, *parts: Iterable[str]) -> str:
    lines = [NOTE, f"# {title}", ""]
    for part in parts:
        lines += [*part, ""]
    return "\n".join(lines).rstrip() + "\n"


def cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(header)
    yield f"| {' | '.join(names)} |"
    yield f"| {' | '.join('---' for _ in names)} |"
    for row in rows:
        yield f"| {' | '.join(map(cell, row))} |"
