"""The three clocks: school years, training years, and the days on which classes are taught."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import count, islice

from catchment.network.errors import BadInput

DAY = timedelta(days=1)
_SCHOOL_YEAR_BEGINS = 7
_TRAINING_YEAR_BEGINS = 6


def school_year(day: date) -> str:
    """The school year of a day (1 July to 30 June), as `2026-27`."""
    return _label(day.year - (day.month < _SCHOOL_YEAR_BEGINS))


def training_year(day: date) -> str:
    """The training year of a day (1 June to 31 May): a June workshop counts for the coming year."""
    return _label(day.year - (day.month < _TRAINING_YEAR_BEGINS))


def first_day(label: str) -> date:
    """1 July of a school year. BadInput if the label is not one."""
    return date(_starts_in(label), _SCHOOL_YEAR_BEGINS, 1)


def last_day(label: str) -> date:
    """30 June of a school year. BadInput if the label is not one."""
    return date(_starts_in(label) + 1, _SCHOOL_YEAR_BEGINS, 1) - DAY


def shift(label: str, years: int) -> str:
    """The label `years` later, or earlier where negative."""
    return _label(_starts_in(label) + years)


def labels(first: str, last: str) -> list[str]:
    """Every label from `first` to `last`, both included; none if `last` is the earlier."""
    return [_label(year) for year in range(_starts_in(first), _starts_in(last) + 1)]


def day_in(label: str, month_day: str) -> date:
    """The day `MM-DD` of a school year: July to December lie in its first calendar year."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(_starts_in(label) + (month < _SCHOOL_YEAR_BEGINS), month, day)


def is_month_day(text: str) -> bool:
    """Whether `text` is an `MM-DD` that every year has (so not 29 February)."""
    if not re.fullmatch(r"\d\d-\d\d", text, re.ASCII):
        return False
    try:
        date.fromisoformat(f"2001-{text}")  # 2001 is no leap year
    except ValueError:
        return False
    return True


def _label(year: int) -> str:
    return f"{year:04d}-{(year + 1) % 100:02d}"


def _starts_in(label: str) -> int:
    begins = label[:4]
    if begins.isdecimal() and date.min.year <= int(begins) < date.max.year and _label(int(begins)) == label:
        return int(begins)
    raise BadInput(f'The year "{label}" is not written like 2026-27.')


@dataclass(frozen=True)
class Calendar:
    """When classes are taught: `MM-DD` days that hold for every year, and dated holidays (ends included).

    Every calendar day from the first to the last class day is a class day, weekends too, but for holidays.
    """

    first: str = "08-01"
    last: str = "06-15"
    spring: str = "01-05"
    holidays: tuple[tuple[date, date], ...] = ()

    def __post_init__(self) -> None:
        for day in (self.first, self.last, self.spring):
            if not is_month_day(day):
                raise BadInput(f'"{day}" is not a day of every year, written as MM-DD.')
        first, spring, last = (day_in("2001-02", day) for day in (self.first, self.spring, self.last))
        if not first < spring < last:
            raise BadInput(
                f"first_class_day {self.first}, spring_starts {self.spring} and last_class_day {self.last} "
                "must follow each other within a school year, which begins on 1 July."
            )
        for begins, ends in self.holidays:
            if ends < begins:
                raise BadInput(f"the holidays from {begins} to {ends} end before they begin.")

    def first_class_day(self, label: str) -> date:
        return day_in(label, self.first)

    def last_class_day(self, label: str) -> date:
        return day_in(label, self.last)

    def spring_starts(self, label: str) -> date:
        return day_in(label, self.spring)

    def class_days(self, label: str) -> list[date]:
        """Every class day of a school year, in order."""
        days = _days(self.first_class_day(label), self.last_class_day(label))
        return [day for day in days if day not in self._days_off]

    def class_days_between(self, after: date, until: date) -> int:
        """How many class days lie after `after` and up to `until`, over any number of years."""
        if until <= after:
            return 0
        years = labels(school_year(after), school_year(until))
        return sum(self._class_days_within(after + DAY, until, year) for year in years)

    def nth_class_day(self, after: date, n: int) -> date:
        """The n-th class day after `after`, counted from 1; it may lie in a later school year."""
        years = (shift(school_year(after), years) for years in count())
        days = (day for year in years for day in self.class_days(year) if day > after)
        return next(islice(days, n - 1, None))

    def _class_days_within(self, begins: date, ends: date, label: str) -> int:
        begins = max(begins, self.first_class_day(label))
        ends = min(ends, self.last_class_day(label))
        if ends < begins:
            return 0
        return (ends - begins).days + 1 - sum(begins <= day <= ends for day in self._days_off)

    @cached_property
    def _days_off(self) -> frozenset[date]:
        # A set: holidays may overlap each other, and a day must not be taken off twice.
        return frozenset(day for begins, ends in self.holidays for day in _days(begins, ends))


def _days(begins: date, ends: date) -> Iterable[date]:
    return (begins + n * DAY for n in range((ends - begins).days + 1))
