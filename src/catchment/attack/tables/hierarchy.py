"""What adds up to what in somebody's tables, as they describe it in one small TOML file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from math import inf
from pathlib import Path

from catchment.attack.tables.parents import families_of, read_parents
from catchment.network.errors import BadInput
from catchment.network.tomlfile import Section, parse_toml, read_text

Cell = tuple[str, ...]
"""A place, then a category of each attribute in the order of the hierarchy file."""
Range = tuple[float, float]
LEFT_OUT, ZERO, UNKNOWN = MISSING = ("left out", "zero", "unknown")
REPORTED = ("geography", "published", "least", "most", "recovered", "zero", "deduction")
"""Columns of the report, whose names no attribute can have."""


@dataclass(frozen=True)
class Sum:
    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """The geography, or an attribute. One without sums has any categories: nothing adds up across them."""

    name: str
    sums: tuple[Sum, ...]

    def knows(self, category: str) -> bool:
        return not self.sums or category in self.categories

    def checked(self, category: str | None, where: str) -> str:
        """The category, the whole if there is none. BadInput if it is blank or not described."""
        if category is None:
            assert self.whole is not None
            return self.whole
        if not category:
            raise BadInput(f"{where}: the {self.name} is blank.")
        if not self.knows(category):
            raise BadInput(f"{where}: {category!r} is no {self.name} that the hierarchy file describes.")
        return category

    @cached_property
    def categories(self) -> dict[str, None]:
        """In the order in which they are described."""
        return dict.fromkeys(name for each in self.sums for name in (each.total, *each.parts))

    @cached_property
    def whole(self) -> str | None:
        """The one category that is no part of another: what a table without this column speaks of."""
        parts = {part for each in self.sums for part in each.parts}
        tops = [name for name in self.categories if name not in parts]
        return tops[0] if len(tops) == 1 else None


@dataclass(frozen=True)
class Wide:
    """How to read one file with a row a place and a column a category."""

    file: str
    sheet: str | None
    header: int
    geography: str
    fixed: dict[str, str]
    """Attribute to its category in the whole file."""
    rename: dict[str, str]
    """A place as the file has it, to the place of the hierarchy."""
    columns: dict[str, dict[str, str]]
    """Column to its categories."""


@dataclass(frozen=True)
class Hierarchy:
    file: str
    geography: str
    value: str
    missing: str
    codes: dict[str, Range]
    dimensions: tuple[Dimension, ...]
    """The geography first."""
    wide: tuple[Wide, ...]
    parents_file: Path | None


def read_hierarchy(path: Path) -> Hierarchy:
    """BadInput, naming file and key, for whatever cannot be meant."""
    raw = parse_toml(read_text(path), path.name)
    raw.only("geography", "value", "missing", "codes", "parents", "parents_file", "attributes", "wide")
    attributes = tuple(_attributes(raw.section("attributes")))
    places = Dimension("geography", _places(raw, path))
    for dimension in (places, *attributes):
        _refuse_circles(path.name, dimension)
    return Hierarchy(
        path.name,
        raw.text("geography", "geography"),
        raw.text("value", "value"),
        _missing(raw),
        dict(_codes(raw.section("codes"))),
        (places, *attributes),
        tuple(_wide(section, [each.name for each in attributes]) for section in raw.sections("wide")),
        path.parent / raw.text("parents_file") if "parents_file" in raw else None,
    )


def _missing(raw: Section) -> str:
    missing = raw.text("missing", LEFT_OUT)
    if missing not in MISSING:
        raw.refuse("missing", f'must be one of "{LEFT_OUT}", "{ZERO}", "{UNKNOWN}", not {missing!r}')
    return missing


def _codes(section: Section) -> Iterator[tuple[str, Range]]:
    for code in section:
        ends = section.list(code)
        if len(ends) != 2 or not all(map(_is_count, ends)) or ends[0] == inf or ends[0] > ends[1]:
            section.refuse(
                repr(code), "must be the least and the most it can stand for, like [1, 9] or [0, inf]"
            )
        yield code.strip(), (float(ends[0]), float(ends[1]))


def _is_count(value: object) -> bool:
    return value == inf or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _places(raw: Section, path: Path) -> tuple[Sum, ...]:
    if "parents_file" in raw:
        families = read_parents(path.parent / raw.text("parents_file"))
    else:
        section = raw.section("parents")
        families = families_of((child, section.text(child), "") for child in section)
    if not families:
        raw.refuse("parents", "is missing: a table of child = parent; or give parents_file, a CSV of them")
    return tuple(Sum(parent, tuple(children)) for (parent, _), children in families.items())


def _attributes(section: Section) -> Iterator[Dimension]:
    for name in section:
        if name in REPORTED:
            section.refuse(name, "cannot be an attribute's name: the report has a column of that name")
        totals = section.section(name)
        yield Dimension(name, tuple(each for total in totals for each in _sums(totals, total)))


def _sums(totals: Section, total: str) -> Iterator[Sum]:
    """One list of parts, or several lists that each add up to the total."""
    listed = totals.list(total)
    for parts in listed if listed and all(isinstance(each, list) for each in listed) else [listed]:
        if not parts or not all(isinstance(part, str) for part in parts) or len(set(parts)) < len(parts):
            totals.refuse(total, "must be a list of different categories that add up to it")
        yield Sum(total, tuple(parts))


def _refuse_circles(file: str, dimension: Dimension) -> None:
    below: dict[str, set[str]] = {}
    for each in dimension.sums:
        below.setdefault(each.total, set()).update(each.parts)
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        circle = ", ".join(dict.fromkeys(error.args[1]))
        raise BadInput(f"{file}: in {dimension.name}, these are parts of one another: {circle}.") from error


def _wide(section: Section, attributes: list[str]) -> Wide:
    section.only("file", "sheet", "header", "geography", "set", "rename", "columns")
    columns = section.section("columns")
    header = section.integer("header", 1)
    if header < 1:
        section.refuse("header", "must be the line of the column names, counted from 1")
    if not list(columns):
        section.refuse("columns", "is missing: which column holds which categories")
    return Wide(
        section.text("file"),
        section.text("sheet") if "sheet" in section else None,
        header,
        section.text("geography"),
        _categories(section.section("set"), attributes),
        {name: section.section("rename").text(name) for name in section.section("rename")},
        {column: _categories(columns.section(column), attributes) for column in columns},
    )


def _categories(section: Section, attributes: list[str]) -> dict[str, str]:
    section.only(*attributes)
    return {attribute: section.text(attribute) for attribute in section}
