"""Cases written as text: tables of rows that go in, beside the rows that must come out.

    == Title of the case
    What it is about, in a sentence.
    metric: teacher_started, section_active
    as of 2026-03-16
    calendar: first = 10-21

    sections
    section_id | teacher_id | course_id
    c1         | t1         | csd

    -> teacher_started
    person_id | started_on

`metric` names the entries of the registry that the case is a case of; the reference shows it under the first.
A blank cell is a missing value. A cell like `s1..s5` stands for five rows. Columns that a table leaves out
are filled from `ORDINARY`; columns that an expected table leaves out are not compared. Some tables stand for
several of the contract (`shorthand`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from catchment.network import contract
from catchment.network.settings import Network
from tests.oracle.backdrop import SETTINGS, curriculum
from tests.spec.shorthand import spelled_out

CASES = Path(__file__).parent / "cases"
REGIONS = "regions"
Row = dict
ORDINARY = {
    "activity": {"attempts": "1"},
    "consents": {"scope": "roster", "text_version": "1", "granted_on": "2020-01-01"},
    "enrollments": {"email": "nobody@example.org", "enrolled_on": "2020-01-01"},
    "roster_corrections": {"decided_by": "staff", "decided_on": "2026-01-01"},
    "section_students": {"joined_on": "2025-09-01"},
    "sections": {"created_on": "2020-07-01"},
    "teacher_schools": {"starts_on": "2020-07-01"},
    "teachers": {"created_on": "2020-01-01"},
    "workshops": {"kind": "intro", "starts_on": "2025-07-07", "ends_on": "2025-07-11"},
}
SPAN = re.compile(r"^(.*?)(\d+)\.\.\1(\d+)$")


@dataclass(frozen=True)
class Table:
    """A table as written: cells are texts, blank for missing, spans not yet spread."""

    name: str
    columns: list[str]
    lines: list[list[str]]

    @property
    def rows(self) -> list[dict[str, str]]:
        return [dict(zip(self.columns, cells, strict=True)) for line in self.lines for cells in _spread(line)]


@dataclass
class Case:
    """`written` and `expected` are tables as written, `given` the rows of the contract with its types."""

    title: str
    about: str = ""
    metrics: list[str] = field(default_factory=list)
    as_of: date = date(2026, 3, 16)
    calendar: dict[str, str] = field(default_factory=dict)
    written: list[Table] = field(default_factory=list)
    expected: dict[str, Table] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, list[Row]]:
        spelled = spelled_out({table.name: table.rows for table in self.written})
        return {name: [_typed(name, row) for row in rows] for name, rows in spelled.items()}

    @property
    def measured(self) -> dict[str, Table]:
        """What is expected of measures; regions are a rule of the network."""
        return {name: table for name, table in self.expected.items() if name != REGIONS}

    @property
    def tables(self) -> dict[str, list[Row]]:
        return curriculum() | self.given

    @property
    def network(self) -> Network:
        return replace(SETTINGS, calendar=replace(SETTINGS.calendar, **self.calendar))


def read_cases(folder: Path = CASES) -> list[Case]:
    """Every case of the text files of a folder, in order of files and lines."""
    files = sorted(folder.glob("*.txt"))
    return [
        _case(part) for file in files for part in re.split(r"^== ", file.read_text("utf-8"), flags=re.M)[1:]
    ]


def texts(rows: list[Row], columns: list[str]) -> list[Row]:
    """Rows as an expected table would write them."""
    return [{column: _text(row[column]) for column in columns} for row in rows]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _case(part: str) -> Case:
    head, *blocks = re.split(r"\n\s*\n", part.strip())
    title, *lines = head.splitlines()
    case = Case(title.strip())
    for line in lines:
        _read_line(case, line)
    for block in blocks:
        table = _table(block)
        if block.startswith("-> "):
            case.expected[table.name] = table
        else:
            case.written.append(table)
    return case


def _read_line(case: Case, line: str) -> None:
    if line.startswith("as of "):
        case.as_of = date.fromisoformat(line.removeprefix("as of ").strip())
    elif line.startswith("metric: "):
        case.metrics += [name.strip() for name in line.removeprefix("metric: ").split(",")]
    elif line.startswith("calendar: "):
        name, day = line.removeprefix("calendar: ").split("=")
        case.calendar[name.strip()] = day.strip()
    else:
        case.about = f"{case.about} {line}".strip()


def _table(block: str) -> Table:
    name, *lines = block.splitlines()
    header, *cells = ([cell.strip() for cell in line.split("|")] for line in lines)
    return Table(name.removeprefix("-> ").strip(), header, cells)


def _spread(cells: list[str]) -> Iterator[list[str]]:
    """The cells of a line, once for each value of its span; spans of one line go in step."""
    spans = [list(_values(cell)) for cell in cells]
    for number in range(max(len(values) for values in spans)):
        yield [values[number if len(values) > 1 else 0] for values in spans]


def _values(cell: str) -> Iterator[str]:
    if match := SPAN.match(cell):
        stem, first, last = match.groups()
        yield from (f"{stem}{number}" for number in range(int(first), int(last) + 1))
    else:
        yield cell


def _typed(table: str, row: dict[str, str]) -> Row:
    described, whole = contract.tables()[table], ORDINARY.get(table, {}) | row
    return {name: _value(described.field(name).type, text) for name, text in whole.items()}


def _value(kind: str, text: str) -> object:
    if text == "":
        return None
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "boolean":
        return {"yes": True, "no": False}[text]
    return {"integer": int, "number": float, "string": str}[kind](text)
