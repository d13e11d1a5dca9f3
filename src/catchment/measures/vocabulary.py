"""The vocabulary of `network/` as small tables, so that expressions can join it."""

from dataclasses import asdict
from datetime import date, timedelta
from itertools import accumulate

import pyarrow as pa

from catchment.network import clocks, nces
from catchment.network.completion import CompletionRule, levels_of
from catchment.network.health import EXPECTED_AFTER
from catchment.network.participation import DAYS
from catchment.network.settings import Network

EARLIEST = "2000-01"
"""The first school year that any table can mention: the contract's labels begin with `20`."""

SUSTAINED_YEARS = 3
"""How many years, from the training year on, say whether teaching was sustained."""

NEEDS = pa.schema(
    [
        ("course_id", pa.string()),
        ("level", pa.string()),
        ("alternative", pa.int64()),
        ("needs", pa.int64()),
        ("unit", pa.int64()),
        ("units", pa.int64()),
        ("lessons", pa.int64()),
        ("plugged", pa.bool_()),
    ]
)
LEVELS = pa.schema(
    [
        ("course_id", pa.string()),
        ("level", pa.string()),
        ("level_position", pa.int64()),
        ("part", pa.string()),
        ("parts", pa.int64()),
    ]
)


def vocabulary(network: Network, as_of: date) -> dict[str, pa.Table]:
    """Every vocabulary table by name. Years run from 2000-01 to the one after the as-of date's."""
    years = clocks.labels(EARLIEST, clocks.shift(clocks.school_year(as_of), 1))
    return {
        "calendar": calendar(network, years, as_of),
        "school_years": school_years(network, years),
        "years_after": years_after(years),
        "completion_needs": completion_needs(network.completion),
        "completion_levels": completion_levels(network.completion),
        "grade_bands": grade_bands(),
        "participation_days": participation_days(),
    }


def calendar(network: Network, years: list[str], as_of: date) -> pa.Table:
    """A row per date: its school and training year, and how many class days there were up to it.

    `day` is the date and `begins_in` the school year as a number; `known`: it is not after the as-of date.
    Class days between two dates are the difference of their `class_day`; `class_day_before` is that of
    the day before.
    """
    taught = {day for year in years for day in network.calendar.class_days(year)}
    start, end = clocks.first_day(years[0]), clocks.last_day(years[-1])
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    counts = list(accumulate((day in taught for day in days), initial=0))
    return pa.table(
        {
            "on": pa.array(days, pa.date32()),
            "day": pa.array([day.toordinal() for day in days], pa.int64()),
            "school_year": [clocks.school_year(day) for day in days],
            "begins_in": pa.array([_begins_in(clocks.school_year(day)) for day in days], pa.int16()),
            "known": [day <= as_of for day in days],
            "training_year": [clocks.training_year(day) for day in days],
            "class_day": pa.array(counts[1:], pa.int64()),
            "class_day_before": pa.array(counts[:-1], pa.int64()),
        }
    )


def school_years(network: Network, years: list[str]) -> pa.Table:
    """A row per school year with its days.

    `expected_from` is when `too_early` ends, `classes_over_on` the day after the last class day.
    """
    taught = network.calendar
    columns = {
        "first_day": [clocks.first_day(year) for year in years],
        "last_day": [clocks.last_day(year) for year in years],
        "classes_over_on": [taught.last_class_day(year) + clocks.DAY for year in years],
        "expected_from": [taught.first_class_day(year) + EXPECTED_AFTER for year in years],
        "expected_from_spring": [taught.spring_starts(year) + EXPECTED_AFTER for year in years],
    }
    dates = {name: pa.array(days, pa.date32()) for name, days in columns.items()}
    begins_in = pa.array([_begins_in(year) for year in years], pa.int16())
    return pa.table({"school_year": years, "begins_in": begins_in, **dates})


def _begins_in(school_year: str) -> int:
    return clocks.first_day(school_year).year


def years_after(years: list[str]) -> pa.Table:
    """The school year `later` years (0 to 2) after a training year, with its last day."""
    rows = [(year, later, clocks.shift(year, later)) for year in years for later in range(SUSTAINED_YEARS)]
    return pa.table(
        {
            "training_year": [year for year, _, _ in rows],
            "later": pa.array([later for _, later, _ in rows], pa.int64()),
            "school_year": [label for _, _, label in rows],
            "last_day": pa.array([clocks.last_day(label) for _, _, label in rows], pa.date32()),
        }
    )


def completion_needs(rules: tuple[CompletionRule, ...]) -> pa.Table:
    """What each level asks for by itself, a row per need; all `needs` rows of an alternative together.

    `unit`: lessons in that unit. `units`: lessons in each of any that many units. `plugged`: plugged lessons.
    """
    return pa.Table.from_pylist([need for rule in rules for need in _needs(rule)], schema=NEEDS)


def _needs(rule: CompletionRule) -> list[dict]:
    blank = dict.fromkeys(NEEDS.names) | {"course_id": rule.course, "level": rule.level, "plugged": False}
    if rule.at_least:
        return [blank | {"units": rule.at_least.units, "lessons": rule.at_least.lessons}]
    if rule.plugged_lessons is not None:
        return [blank | {"lessons": rule.plugged_lessons, "plugged": True}]
    return [
        blank | {"alternative": number, "needs": len(needs), "unit": need.unit, "lessons": need.lessons}
        for number, needs in enumerate(rule.alternatives)
        for need in needs
    ]


def completion_levels(rules: tuple[CompletionRule, ...]) -> pa.Table:
    """Which levels must hold for a level to hold: itself and all it requires, directly or not."""
    rows = []
    for rule in rules:
        levels = levels_of(rules, rule.course)
        parts = _required(rule, levels)
        position = levels.index(rule)
        rows += [
            {
                "course_id": rule.course,
                "level": rule.level,
                "level_position": position,
                "part": part,
                "parts": len(parts),
            }
            for part in parts
        ]
    return pa.Table.from_pylist(rows, schema=LEVELS)


def _required(rule: CompletionRule, levels: tuple[CompletionRule, ...]) -> list[str]:
    parts = [rule.level]
    while rule.requires is not None:
        rule = next(other for other in levels if other.level == rule.requires)
        parts.append(rule.level)
    return parts


def grade_bands() -> pa.Table:
    """The bands of every span of grades that says something; other spans are missing."""
    rows = [
        {"grade_low": low, "grade_high": high, **asdict(bands)}
        for low in nces.GRADES
        for high in nces.GRADES
        if (bands := nces.grade_bands(low, high))
    ]
    return pa.Table.from_pylist(rows)


def participation_days() -> pa.Table:
    """How many different days with an attempt make a student of a grade band take part."""
    return pa.table({"grade_band": list(DAYS), "least_days": pa.array(DAYS.values(), pa.int64())})
