"""How the program of a trained teacher stands in a school year: exactly one status, as of a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from catchment.network.clocks import DAY, Calendar

STATUSES = (
    "too_early",
    "no_class",
    "class_forming",
    "teaching",
    "stalled",
    "completed",
    "not_completed",
    "not_started",
)
NEEDS_HELP = ("no_class", "class_forming", "stalled")
"""The statuses that ask for a call; `class_forming` only once it has lasted (`FORMING_DAYS`)."""

FORMING_DAYS = 60
"""Calendar days since the first student joined, after which a class that still forms needs help."""
STALLED_DAYS = 28
"""Class days without an attempt, after which a class has stalled."""
EXPECTED_AFTER = timedelta(days=30)
"""Calendar days after the first class day before which nothing is expected of anybody."""


@dataclass(frozen=True)
class Facts:
    """What is known of one roster row on the as-of day; nothing dated later is in here.

    `first_joined_on`: the earliest join date among the students who make this year's class, None if there
    is no class. `attempted_on`: the days of the school year on which a student of the class attempted the
    course. `spring_plan`: the enrollment that trained says `spring`, and this is its training year.
    """

    school_year: str
    first_joined_on: date | None = None
    started_on: date | None = None
    completed_on: date | None = None
    attempted_on: tuple[date, ...] = ()
    spring_plan: bool = False

    def __post_init__(self) -> None:
        if (self.started_on or self.completed_on) and not self.attempted_on:
            raise ValueError("a teacher who started or completed has a class that attempted the course")

    @property
    def last_activity_on(self) -> date | None:
        """The last attempt of the class in the course, None before the teacher started."""
        return max(self.attempted_on, default=None) if self.started_on else None


def status(facts: Facts, calendar: Calendar, as_of: date) -> str:
    """One of `STATUSES`."""
    year_is_over = as_of > calendar.last_class_day(facts.school_year)
    if facts.completed_on:
        return "completed"
    if facts.started_on:
        if year_is_over:
            return "not_completed"
        quiet = calendar.class_days_between(max(facts.attempted_on), as_of)
        return "stalled" if quiet > STALLED_DAYS else "teaching"
    if year_is_over:
        return "not_started"
    if facts.first_joined_on:
        return "class_forming"
    return "too_early" if as_of < expected_from(facts, calendar) else "no_class"


def needs_help(facts: Facts, calendar: Calendar, as_of: date) -> bool:
    """Whether somebody should call the teacher."""
    now = status(facts, calendar, as_of)
    if now == "class_forming" and facts.first_joined_on:
        return (as_of - facts.first_joined_on).days > FORMING_DAYS
    return now in NEEDS_HELP


def status_since(facts: Facts, calendar: Calendar, as_of: date) -> date | None:
    """The day the status began; None for a teacher who has not started."""
    if facts.started_on is None:
        return None
    now = status(facts, calendar, as_of)
    if now == "completed":
        return facts.completed_on
    if now == "not_completed":
        return max(facts.started_on, calendar.last_class_day(facts.school_year) + DAY)
    if now == "stalled":
        return max(facts.started_on, calendar.nth_class_day(max(facts.attempted_on), STALLED_DAYS + 1))
    return max([facts.started_on, *_comebacks(facts.attempted_on, calendar)])


def expected_from(facts: Facts, calendar: Calendar) -> date:
    """The first day on which a class is expected: 30 calendar days into the year, or into the spring."""
    begins = calendar.spring_starts if facts.spring_plan else calendar.first_class_day
    return begins(facts.school_year) + EXPECTED_AFTER


def _comebacks(attempted_on: tuple[date, ...], calendar: Calendar) -> list[date]:
    """The days on which a class that had stalled was active again."""
    return [
        later
        for earlier, later in pairwise(sorted(attempted_on))
        if calendar.class_days_between(earlier, later - DAY) > STALLED_DAYS
    ]
