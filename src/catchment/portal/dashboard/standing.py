"""How the newest cohort stands, summed now from the rows of people who share their data."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from catchment.portal import clock, consents, years
from catchment.portal.roster import teachers
from catchment.release.reader import Reader
from catchment.words.statuses import LABELS

_SHARING = """
SELECT course_id, status, count(DISTINCT person_id) AS people,
    count(DISTINCT person_id) FILTER (started_on IS NOT NULL) AS started,
    count(DISTINCT person_id) FILTER (completed_on IS NOT NULL) AS completed,
    count(DISTINCT person_id) FILTER (needs_help) AS needs_help
FROM teachers WHERE training_year = ? AND school_year = ?
GROUP BY ALL
"""
_TRAINED = """
SELECT cohorts.course_id, coalesce(courses.name, cohorts.course_id) AS course, sum(trained)::BIGINT AS trained
FROM cohorts LEFT JOIN courses USING (course_id)
WHERE partner_id = ? AND training_year = ? AND school_year = ?
GROUP BY ALL ORDER BY course
"""


@dataclass(frozen=True)
class Course:
    """One course's cohort: all who were trained, then those who share, and how far they are."""

    course_id: str
    name: str
    trained: int
    sharing: int
    started: int
    completed: int
    needs_help: int


@dataclass(frozen=True)
class Standing:
    """The cohort by course and by status. People trained for two courses count once in each."""

    training_year: str
    school_year: str
    courses: tuple[Course, ...]
    statuses: dict[str, int]

    def total(self, what: str) -> int:
        """The sum of one figure over the courses."""
        return sum(getattr(course, what) for course in self.courses)


def of(reader: Reader, partner_id: str) -> Standing:
    """The partner's newest cohort, as of this release and this moment's consents."""
    return _of(reader, partner_id, clock.today(reader), consents.revision())


@lru_cache(maxsize=256)
def _of(reader: Reader, partner_id: str, _today: date, _revision: UUID | None) -> Standing:
    cohort = years.cohort(reader)
    when = [cohort.training_year, cohort.school_year]
    sharing = teachers.query(reader, partner_id, _SHARING, when)
    trained = reader.query(_TRAINED, [partner_id, *when])
    return Standing(
        training_year=cohort.training_year,
        school_year=cohort.school_year,
        courses=tuple(_course(row, sharing) for row in trained),
        statuses={status: _people(sharing, status) for status in LABELS},
    )


def _course(trained: dict[str, Any], sharing: list[dict[str, Any]]) -> Course:
    rows = [row for row in sharing if row["course_id"] == trained["course_id"]]
    return Course(
        course_id=trained["course_id"],
        name=trained["course"],
        trained=trained["trained"],
        sharing=sum(row["people"] for row in rows),
        started=sum(row["started"] for row in rows),
        completed=sum(row["completed"] for row in rows),
        needs_help=sum(row["needs_help"] for row in rows),
    )


def _people(sharing: list[dict[str, Any]], status: str) -> int:
    return sum(row["people"] for row in sharing if row["status"] == status)
