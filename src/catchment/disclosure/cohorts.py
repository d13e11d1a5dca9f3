"""Cohort figures: of the teachers who share their data with a partner, how many teach what they trained for.

Claim. No figure but `trained` depends on a teacher who does not share, and `trained` is a count only.
Why it holds. Figures are computed from the rows of those who share and from nothing else; whoever stops
sharing takes their row along, and the figures are of those who are left.
Fails when broken: `tests/unit/disclosure/test_cohorts.py`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Cohort(NamedTuple):
    """Those whom a partner trained for a course in a training year, in one school year."""

    partner_id: str
    training_year: str
    course_id: str
    school_year: str


class SharingRow(NamedTuple):
    """A roster row of a teacher who shares; `sustained` is None while it cannot be known.

    What else is not known yet is not counted yet, so it is False here.
    """

    cohort: Cohort
    started: bool
    completed: bool
    workshop_retained: bool
    sustained: bool | None
    started_365: bool = False
    started_before_training: bool = False
    implemented_any: bool = False


@dataclass(frozen=True)
class Figures:
    """Counts over the teachers of a cohort who share; `sustained` is None while it is known of nobody."""

    sharing: int
    started: int
    completed: int
    workshop_retained: int
    sustained: int | None
    started_365: int = 0
    started_before_training: int = 0
    implemented_any: int = 0

    @property
    def implementation_rate(self) -> float | None:
        """The share that started, from 0 to 1; a share of nobody is None, not zero."""
        return self.started / self.sharing if self.sharing else None


def figures(rows: Iterable[SharingRow]) -> dict[Cohort, Figures]:
    """Figures of every cohort with at least one row, in the order of cohorts."""
    cohorts: dict[Cohort, list[SharingRow]] = defaultdict(list)
    for row in rows:
        cohorts[row.cohort].append(row)
    return {cohort: _sum(cohorts[cohort]) for cohort in sorted(cohorts)}


def _sum(rows: list[SharingRow]) -> Figures:
    known = [row.sustained for row in rows if row.sustained is not None]
    return Figures(
        sharing=len(rows),
        started=sum(row.started for row in rows),
        completed=sum(row.completed for row in rows),
        workshop_retained=sum(row.workshop_retained for row in rows),
        sustained=sum(known) if known else None,
        started_365=sum(row.started_365 for row in rows),
        started_before_training=sum(row.started_before_training for row in rows),
        implemented_any=sum(row.implemented_any for row in rows),
    )
