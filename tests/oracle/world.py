"""What is known of a network on a day, and the few ways of asking for it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from catchment.network import clocks, contract
from catchment.network.completion import LessonStart
from catchment.network.settings import Network

Row = dict
EVENTS = {
    "activity": "on",
    "consents": "granted_on",
    "enrollments": "enrolled_on",
    "roster_corrections": "decided_on",
    "section_students": "joined_on",
    "sections": "created_on",
    "signals": "on",
    "teacher_schools": "starts_on",
    "teachers": "created_on",
    "workshop_sessions": "on",
}
ENDS = ("deleted_on", "removed_on", "undone_on", "withdrawn_on")


@dataclass(frozen=True)
class Attempt:
    """One student tried one lesson on one day."""

    student_id: str
    lesson: Row
    unit: Row
    course: Row
    on: date

    @property
    def school_year(self) -> str:
        return clocks.school_year(self.on)


@dataclass
class World:
    """Rows of contract tables as they were on `as_of`; a table that is not given is empty."""

    given: dict[str, list[Row]]
    network: Network
    as_of: date
    tables: dict[str, list[Row]] = field(init=False)

    def __post_init__(self) -> None:
        self.tables = {
            name: [self._seen(row, table) for row in self.given.get(name, []) if self._happened(name, row)]
            for name, table in contract.tables().items()
        }

    def _happened(self, name: str, row: Row) -> bool:
        return name not in EVENTS or row[EVENTS[name]] <= self.as_of

    def _seen(self, row: Row, table: contract.Table) -> Row:
        """The row with all columns; an end that has not come yet is not known."""
        whole = dict.fromkeys(table.columns) | row
        for end in ENDS:
            if whole.get(end) and whole[end] > self.as_of:
                whole[end] = None
        return whole

    def by_id(self, table: str, key: str) -> dict[str, Row]:
        return {row[key]: row for row in self.tables[table]}

    @cached_property
    def courses(self) -> dict[str, Row]:
        return self.by_id("courses", "course_id")

    @cached_property
    def person_of(self) -> dict[str, str]:
        return {row["teacher_id"]: row["person_id"] for row in self.tables["teachers"]}

    @cached_property
    def attempts(self) -> list[Attempt]:
        lessons, units = self.by_id("lessons", "lesson_id"), self.by_id("units", "unit_id")
        found = []
        for row in self.tables["activity"]:
            if row["attempts"] > 0:
                lesson = lessons[row["lesson_id"]]
                unit = units[lesson["unit_id"]]
                course = self.courses[unit["course_id"]]
                found.append(Attempt(row["student_id"], lesson, unit, course, row["on"]))
        return found

    @cached_property
    def work(self) -> dict[tuple[str, str, str], list[Attempt]]:
        """(student, course, school year) → attempts in order of days, then of units."""
        found = defaultdict(list)
        for attempt in sorted(self.attempts, key=lambda a: (a.on, a.unit["position"])):
            found[attempt.student_id, attempt.course["course_id"], attempt.school_year].append(attempt)
        return dict(found)

    def lesson_starts(self, student: str, course: str, year: str) -> list[LessonStart]:
        """Every attempt as a start; the completion rules take the first of each lesson."""
        return [
            LessonStart(a.lesson["lesson_id"], a.unit["position"], a.lesson["plugged"], a.on)
            for a in self.work.get((student, course, year), [])
        ]


def latest(rows: list[Row], *keys: str) -> Row | None:
    """The row with the greatest values of `keys`, None if there are no rows."""
    return max(rows, key=lambda row: tuple(row[key] for key in keys), default=None)
