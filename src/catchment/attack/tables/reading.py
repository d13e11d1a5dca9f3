"""Every number or code of a folder of tables, with the cell it is of and where it stands."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from catchment.attack.tables.hierarchy import Cell, Dimension, Hierarchy
from catchment.attack.tables.sheets import KINDS, Sheet, open_sheet
from catchment.attack.tables.wide import read_wide
from catchment.network.errors import BadInput


class Entry(NamedTuple):
    cell: Cell
    text: str
    where: str
    """Such as `schools.csv line 3, column students`."""

    @property
    def file(self) -> str:
        return self.where.partition(" line ")[0]


def read_folder(folder: Path, hierarchy: Hierarchy) -> Iterator[Entry]:
    """The wide files that the hierarchy describes, then every other table as a long one. BadInput."""
    named = {each.file for each in hierarchy.wide}
    files = sorted(each for each in folder.iterdir() if _is_table(each))
    if not files:
        raise BadInput(f"{folder.name}: there is no .csv or .xlsx file in this folder.")
    missing = sorted(named - {each.name for each in files})
    if missing:
        raise BadInput(f"{hierarchy.file}: [[wide]] describes {missing[0]}, which is not in {folder.name}.")
    for each in hierarchy.wide:
        for cell, text, where in read_wide(folder / each.file, each, hierarchy):
            yield Entry(cell, text, where)
    parents = hierarchy.parents_file and hierarchy.parents_file.resolve()
    for file in files:
        if file.name not in named and file.resolve() != parents:
            yield from read_long(file, hierarchy)


def _is_table(path: Path) -> bool:
    # a spreadsheet program that has a workbook open keeps a lock file "~$name.xlsx" beside it
    return path.suffix.lower() in KINDS and not path.name.startswith((".", "~$"))


def read_long(path: Path, hierarchy: Hierarchy) -> Iterator[Entry]:
    """A row a cell: the geography, attributes, and a number or code."""
    sheet = open_sheet(path)
    value = sheet.column(hierarchy.value)
    columns = (hierarchy.geography, *(each.name for each in hierarchy.dimensions[1:]))
    at = [_column(sheet, *pair, hierarchy.file) for pair in zip(columns, hierarchy.dimensions, strict=True)]
    for line, row in sheet.rows:
        cell = []
        for column, position, dimension in zip(columns, at, hierarchy.dimensions, strict=True):
            where = f"{path.name} line {line}, column {column}"
            cell.append(dimension.checked(row[position] if position is not None else None, where))
        yield Entry(tuple(cell), row[value], f"{path.name} line {line}, column {hierarchy.value}")


def _column(sheet: Sheet, column: str, dimension: Dimension, file: str) -> int | None:
    """Where the column stands; None if the table speaks of the whole."""
    if column in sheet.columns or column in sheet.repeated or dimension.name == "geography":
        return sheet.column(column)
    if dimension.whole is None:
        raise BadInput(
            f"{sheet.file}: there is no column {column}, and by {file} no one category of it is the whole."
        )
    return None
