"""What the contract asks of each cell, as SQL over the text that came in."""

from dataclasses import dataclass

from catchment.network import contract
from catchment.warehouse.sql import TYPES, quoted, text

_PRIVATE = {"first_name", "last_name", "email", "contact_email", "phone", "value", "reason", "decided_by"}
_PRIVATE |= {"student_id", "address"}
"""Columns whose values no report repeats."""

_LIKE = {
    "integer": "a whole number like 12",
    "number": "a number like 12.5",
    "boolean": "true or false",
    "date": "a date like 2026-03-01",
}
_SHAPES = {
    "integer": r"-?\d+",
    "number": r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?",
    "boolean": r"(?i:true|false)",
    "date": r"(19|20)\d\d-\d\d-\d\d",
}


@dataclass(frozen=True)
class Check:
    """`broken` is an SQL condition over a row's columns, `reason` an SQL string that says why."""

    rule: str
    column: str
    broken: str
    reason: str
    level: str = "error"


def found(column: str) -> str:
    """An SQL string that repeats the value, short and on one line; nothing for private columns."""
    if column in _PRIVATE:
        return "''"
    shown = f"left(regexp_replace({quoted(column)}, '[[:cntrl:]]', ' ', 'g'), 40)"
    return f"coalesce(', found ''' || {shown} || '''', '')"


def expected(column: str, what: str) -> str:
    """The SQL string `expected …, found …`."""
    return f"{text(f'expected {what}')} || {found(column)}"


def typed(field: contract.Field) -> str:
    """The value in its type; NULL where it has none."""
    return f"TRY_CAST({quoted(field.name)} AS {TYPES[field.type]})"


def cell_checks(table: contract.Table) -> list[Check]:
    """Types, required values, enums, patterns and limits of every column."""
    return [check for field in table.fields for check in _field_checks(field)]


def _field_checks(field: contract.Field) -> list[Check]:
    name, column = field.name, quoted(field.name)
    checks = []
    if field.required:
        checks.append(Check("required", name, f"{column} IS NULL", "'expected a value, found a blank'"))
    if field.type in _SHAPES:
        shape = text(_SHAPES[field.type])
        broken = (
            f"{column} IS NOT NULL AND ({typed(field)} IS NULL OR NOT regexp_full_match({column}, {shape}))"
        )
        checks.append(Check("type", name, broken, expected(name, _LIKE[field.type])))
    if field.enum:
        known = ", ".join(text(value) for value in field.enum)
        one_of = "one of " + ", ".join(field.enum)
        checks.append(Check("enum", name, f"{column} NOT IN ({known})", expected(name, one_of)))
    if field.pattern:
        broken = f"NOT regexp_full_match({column}, {text(field.pattern)})"
        checks.append(Check("pattern", name, broken, expected(name, f"the pattern {field.pattern}")))
    return checks + _limit_checks(field)


def _limit_checks(field: contract.Field) -> list[Check]:
    limits = (("minimum", field.minimum, "<", "least"), ("maximum", field.maximum, ">", "most"))
    return [
        Check(
            rule, field.name, f"{typed(field)} {sign} {limit}", expected(field.name, f"at {word} {limit:g}")
        )
        for rule, limit, sign, word in limits
        if limit is not None
    ]
