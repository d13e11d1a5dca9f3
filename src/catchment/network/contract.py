"""The source tables as the data package describes them (`contract.json`, Data Package 2.0)."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

REQUIRED_TABLES = ("partners", "schools", "courses")
PERSONAL_TABLES = frozenset({"teachers", "enrollments", "roster_corrections"})
"""Tables with names or addresses of people; the warehouse keeps them in a folder of their own."""


@dataclass(frozen=True)
class Field:
    """One column: its type is `string`, `integer`, `number`, `boolean` or `date`."""

    name: str
    type: str
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    description: str = ""


@dataclass(frozen=True)
class Reference:
    """`field` of the table must exist as `target_field` of `target`."""

    field: str
    target: str
    target_field: str


@dataclass(frozen=True)
class Table:
    """One source table with its columns in the contract's order."""

    name: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


def _field(raw: dict[str, Any]) -> Field:
    limits = raw.get("constraints", {})
    return Field(
        raw["name"],
        raw["type"],
        required=limits.get("required", False),
        enum=tuple(limits.get("enum", ())),
        pattern=limits.get("pattern", ""),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        description=raw.get("description", ""),
    )


def _table(raw: dict[str, Any]) -> Table:
    schema = raw["schema"]
    key = schema["primaryKey"]
    return Table(
        raw["name"],
        raw["description"],
        tuple(_field(field) for field in schema["fields"]),
        (key,) if isinstance(key, str) else tuple(key),
        tuple(
            Reference(foreign["fields"], foreign["reference"]["resource"], foreign["reference"]["fields"])
            for foreign in schema.get("foreignKeys", ())
        ),
    )


@cache
def tables() -> dict[str, Table]:
    """Every source table of the contract by name, in the contract's order."""
    raw = json.loads(resources.files(__package__).joinpath("contract.json").read_text("utf-8"))
    return {resource["name"]: _table(resource) for resource in raw["resources"]}
