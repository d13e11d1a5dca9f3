"""Tables with a row a place and a column a category, read with the mapping of the hierarchy file."""

from collections.abc import Iterator
from pathlib import Path

from catchment.attack.tables.hierarchy import Cell, Hierarchy, Wide
from catchment.attack.tables.sheets import open_sheet
from catchment.network.errors import BadInput


def read_wide(path: Path, mapping: Wide, hierarchy: Hierarchy) -> Iterator[tuple[Cell, str, str]]:
    """Cell, text, and where it stands. Only mapped columns count. BadInput."""
    sheet = open_sheet(path, mapping.header, mapping.sheet)
    place_at = sheet.column(mapping.geography)
    columns = {
        name: (sheet.column(name), _categories(path.name, name, mapping, hierarchy))
        for name in mapping.columns
    }
    places = hierarchy.dimensions[0]
    for line, row in sheet.rows:
        place = mapping.rename.get(row[place_at], row[place_at])
        # a note below the table: words in the first column and nothing beside them
        if not places.knows(place) and not any(row[at] for at, _ in columns.values()):
            continue
        places.checked(place, f"{path.name} line {line}, column {mapping.geography}")
        for name, (at, categories) in columns.items():
            yield (place, *categories), row[at], f"{path.name} line {line}, column {name}"


def _categories(file: str, column: str, mapping: Wide, hierarchy: Hierarchy) -> tuple[str, ...]:
    """What a column's cells are of, in every attribute."""
    said = {**mapping.fixed, **mapping.columns[column]}
    where = f"{hierarchy.file}, column {column} of {file}"
    unsaid = [each.name for each in hierarchy.dimensions[1:] if each.whole is None and each.name not in said]
    if unsaid:
        raise BadInput(f"{where}: say which {unsaid[0]} it is of.")
    return tuple(each.checked(said.get(each.name), where) for each in hierarchy.dimensions[1:])
