"""Which places lie in which: a CSV file with the columns child and parent, and perhaps division."""

from collections.abc import Iterable
from pathlib import Path

from catchment.attack.tables.sheets import open_sheet
from catchment.network.errors import BadInput

Families = dict[tuple[str, str], list[str]]
"""Parent and division, to the children that add up to the parent."""


def read_parents(path: Path) -> Families:
    """BadInput for a line that cannot be meant, like a second parent in one division."""
    sheet = open_sheet(path)
    child, parent = sheet.column("child"), sheet.column("parent")
    division = sheet.column("division") if "division" in sheet.columns else None
    seen: dict[tuple[str, str], str] = {}
    listed = []
    for line, row in sheet.rows:
        kind = row[division] if division is not None else ""
        if not row[child] or not row[parent]:
            raise BadInput(f"{sheet.file} line {line}: both child and parent must be filled in.")
        before = seen.setdefault((row[child], kind), row[parent])
        if before != row[parent]:
            raise BadInput(
                f"{sheet.file} line {line}, column parent: {row[child]} already has the parent {before}; "
                "if both hold, say in a column division which places add up together."
            )
        listed.append((row[child], row[parent], kind))
    return families_of(dict.fromkeys(listed))


def families_of(lines: Iterable[tuple[str, str, str]]) -> Families:
    """From child, parent and division; each once."""
    families: Families = {}
    for child, parent, division in lines:
        families.setdefault((parent, division), []).append(child)
    return families
