"""The demo's calendar: three school years up to a fixed day in March. Days are counted from 1970-01-01."""

from datetime import date, timedelta

import numpy as np

from catchment.network import clocks

AS_OF = date(2026, 3, 15)
YEARS = ("2023-24", "2024-25", "2025-26")
NOW = len(YEARS) - 1
"""The running school year's place in `YEARS`."""

HOLIDAYS = (
    (date(2023, 11, 20), date(2023, 11, 26)),
    (date(2023, 12, 21), date(2024, 1, 3)),
    (date(2024, 3, 25), date(2024, 4, 1)),
    (date(2024, 11, 25), date(2024, 12, 1)),
    (date(2024, 12, 21), date(2025, 1, 4)),
    (date(2025, 4, 14), date(2025, 4, 21)),
    (date(2025, 11, 24), date(2025, 11, 30)),
    (date(2025, 12, 20), date(2026, 1, 4)),
    (date(2026, 4, 3), date(2026, 4, 10)),
)
CALENDAR = clocks.Calendar(holidays=HOLIDAYS)


def number(day: date) -> int:
    """Days since 1970-01-01, as Arrow and Parquet count them."""
    return (day - date(1970, 1, 1)).days


def day(counted: int) -> date:
    return date(1970, 1, 1) + timedelta(days=int(counted))


def in_year(year: int, month: int, day_of_month: int) -> int:
    """The day of the `year`-th school year (0 is the first): July to December lie in its first half."""
    return number(clocks.day_in(YEARS[year], f"{month:02d}-{day_of_month:02d}"))


def school_days(year: int) -> np.ndarray:
    """Weekdays on which classes meet in a school year, without holidays, up to the as-of date."""
    days = (day for day in CALENDAR.class_days(YEARS[year]) if day <= AS_OF and day.weekday() < 5)
    return np.fromiter((number(day) for day in days), np.int32)


def weekday(days: np.ndarray) -> np.ndarray:
    """Monday 0 … Sunday 6."""
    return (days + 3) % 7  # 1970-01-01 was a Thursday
