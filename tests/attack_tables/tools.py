"""Tables written by hand, attacked as the command does it, and every world of small ones."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from catchment.attack.tables import report
from catchment.attack.tables.report import Line, Report

SCHOOLS = """
geography = "place"
value = "students"
[codes]
"<10" = [1, 9]
"*" = [0, inf]
[parents]
Lincoln = "Oak"
Adams = "Oak"
Grant = "Oak"
[attributes.gender]
all = ["female", "male"]
"""


def write(folder: Path, **files: str) -> Path:
    """Files by stem: `schools="..."` is schools.csv, `hierarchy` the TOML beside the tables' folder."""
    (folder / "tables").mkdir(exist_ok=True)
    for stem, text in files.items():
        path = folder / "hierarchy.toml" if stem == "hierarchy" else folder / "tables" / f"{stem}.csv"
        path.write_text(text.lstrip("\n"), "utf-8")
    return folder


def attacked(folder: Path, hierarchy: str = SCHOOLS, **files: str) -> Report:
    write(folder, hierarchy=hierarchy, **files)
    return report.attack(folder / "tables", folder / "hierarchy.toml")


def long(rows: str, header: str = "place,gender,students") -> str:
    """`Oak all 40; Lincoln all <10` as a long CSV."""
    return "\n".join([header, *(",".join(row.split()) for row in rows.split(";"))])


def ranges(found: Report) -> dict[tuple[str, ...], tuple[float, float]]:
    return {line.cell: (line.least, line.most) for line in found.lines}


def recovered(found: Report) -> dict[tuple[str, ...], float]:
    return {line.cell: line.least for line in found.recovered}


def line(found: Report, *cell: str) -> Line:
    return next(each for each in found.lines if each.cell == cell)


def worlds(spans: Iterable[tuple[int, int]], sums: list[tuple[int, list[int]]]) -> np.ndarray:
    """Every assignment of whole numbers in `spans` in which all `sums` hold, a row each."""
    values = [np.arange(low, high + 1) for low, high in spans]
    every = np.stack(np.meshgrid(*values, indexing="ij"), axis=-1).reshape(-1, len(values))
    for total, parts in sums:
        every = every[every[:, total] == every[:, parts].sum(axis=1)]
    return every
