"""Whether, how soon and how long a trained teacher taught."""

from datetime import date, timedelta

from catchment.network import clocks, statuses
from tests.oracle.training import Training
from tests.oracle.world import Row, World

Starts = dict[tuple[str, str, str], date]
"""(person, course, school year) → the day the class started."""


def yearly_starts(starts: Starts, person: str, courses: list[str]) -> dict[str, date]:
    """School year → the earliest start of any of the courses."""
    found: dict[str, date] = {}
    for (who, course, year), day in starts.items():
        if who == person and course in courses:
            found[year] = min(day, found.get(year, day))
    return found


def implementation(world: World, starts: Starts, trained: Training, courses: list[str], year: str) -> Row:
    """What a roster row of the school year says of the first start after the training."""
    blank = dict.fromkeys(("days_to_start", "implementation_365", "started_before_training"))
    if trained.trained_on is None:
        return blank
    yearly = yearly_starts(starts, trained.person_id, courses)
    after = sorted(day for day in yearly.values() if day >= trained.trained_on)
    before = any(day < trained.trained_on for day in yearly.values())
    last = trained.trained_on + timedelta(days=365)
    within: bool | None = None
    if not before:
        if after and after[0] <= last:
            within = True
        elif after or world.as_of > last:
            within = False
    started_here = bool(after) and yearly.get(year) == after[0]
    return {
        "days_to_start": (after[0] - trained.trained_on).days if started_here else None,
        "implementation_365": within,
        "started_before_training": before,
    }


def teacher_status(world: World, active: set[tuple[str, str]], person: str, year: str) -> str | None:
    """The word of a school year that has begun."""
    if clocks.first_day(year) > world.as_of:
        return None
    return statuses.status(year, {when for who, when in active if who == person})
