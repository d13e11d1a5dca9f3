"""What an import found: counts by rule, first examples, as text and as JSON."""

import json
from dataclasses import asdict, dataclass, field
from typing import Literal

Level = Literal["error", "warning"]
"""An `error` row went to quarantine; a `warning` row landed and deserves a look."""
State = Literal["landed", "unchanged", "dry_run"]


@dataclass(frozen=True)
class Example:
    """One place where a rule failed. `row` counts data rows from 1, 0 is the file as a whole; `column` may
    be empty."""

    file: str
    row: int
    column: str
    reason: str


@dataclass
class Finding:
    """All failures of one rule in one table."""

    rule: str
    table: str
    level: Level
    count: int
    examples: list[Example] = field(default_factory=list)


@dataclass
class TableCount:
    """Rows of one table: `rows_in == landed + quarantined`, to the row."""

    table: str
    rows_in: int
    landed: int
    quarantined: int


@dataclass(frozen=True)
class Page:
    """A page of the portal, and the tables that it still waits for."""

    name: str
    waits_for: tuple[str, ...] = ()


@dataclass
class Report:
    """What one batch brought. `batch_id` names it in the warehouse; after a dry run nothing landed under it.

    `pages` are there after a dry run only.
    """

    batch_id: str
    source: str
    state: State
    tables: list[TableCount] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    @property
    def quarantined(self) -> int:
        return sum(table.quarantined for table in self.tables)

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    def as_text(self) -> str:
        """The report for a terminal: a line per table, then a line per rule with its first examples."""
        lines = [f"batch {self.batch_id} ({self.source}): {self.state.replace('_', ' ')}"]
        for table in self.tables:
            lines.append(
                f"  {table.table}: {table.rows_in:,} rows in, {table.landed:,} landed, "
                f"{table.quarantined:,} to quarantine"
            )
        for finding in self.findings:
            lines.append(f"  {finding.level} {finding.rule} in {finding.table}: {finding.count:,}")
            lines += [f"    {_place(example)}: {example.reason}" for example in finding.examples]
        lines += [f"  page {page.name}: {_outlook(page)}" for page in self.pages]
        return "\n".join(lines)


def _place(example: Example) -> str:
    where = f"{example.file} row {example.row}" if example.row else example.file
    return f"{where}, column {example.column}" if example.column else where


def _outlook(page: Page) -> str:
    return f"waits for {', '.join(page.waits_for)}" if page.waits_for else "has what it needs"
