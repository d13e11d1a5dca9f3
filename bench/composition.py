"""The estimated layer on a national year: how far each level's estimates are from the truth."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bench.rules import Decided
from bench.students import Year
from catchment.demo.curriculum import COURSES
from catchment.disclosure.estimates import draw
from catchment.disclosure.margins import LEAST_BASE, count_margin, shares
from catchment.disclosure.units import Unit, Units
from catchment.network.categories import COMPOSITION, TRAINED_CATEGORIES, URG_CATEGORIES, Family, is_reported

LEVELS = ("district", "area", "region", "state", "nation")
Cells = dict[Family, np.ndarray]
"""For each family a row per unit and a column per category."""


def place(unit: Unit, level: str) -> tuple[str, ...] | None:
    """Where a unit counts at a level; None where it does not."""
    if level == "nation":
        return ("US",)
    if unit.area is None:
        return None
    if level == "district":
        return (unit.geo_id, unit.area) if unit.level == "district" else None
    state, partner = unit.area.split(":", 1)
    return {"area": (unit.area,), "region": (partner,), "state": (state,)}[level]


def units_of(family: Family, made: Decided) -> Units:
    return made.trained_units if family == "gender_trained" else made.units


def codes(year: Year) -> dict[Family, np.ndarray]:
    """For each family the place of every student in its categories."""
    gender = year.gender.astype(np.int64)
    return {
        "gender": gender,
        "race": year.race,
        "gender_urg": gender * len(URG_CATEGORIES) + year.urg,
        "gender_trained": gender * len(TRAINED_CATEGORIES) + ~year.trained,
    }


def true_cells(year: Year, schools: np.ndarray, made: Decided, day: int) -> Cells:
    """The students of each unit by category; `schools` are the ids of the places."""
    began, who = year.begins <= day, codes(year)
    found: Cells = {}
    for family, categories in COMPOSITION.items():
        units = units_of(family, made)
        rows = {unit: row for row, unit in enumerate(units.units)}
        at = np.array([rows[units.of(school, course)] for school, course in _atoms(year, schools)])
        cell = at[year.atom[began]] * len(categories) + who[family][began]
        counts = np.bincount(cell, minlength=len(rows) * len(categories))
        found[family] = counts.reshape(len(rows), len(categories)).astype(np.int64)
    return found


def _atoms(year: Year, schools: np.ndarray) -> Iterator[tuple[str, str]]:
    for school, course in zip(schools[year.school].tolist(), year.course.tolist(), strict=True):
        yield school, COURSES[course].id


@dataclass(frozen=True)
class Level:
    """Which units add up to each row of a level: a row per place and course, and per place over all."""

    unit: np.ndarray
    row: np.ndarray
    units: np.ndarray
    """How many units each row sums."""

    def summed(self, cells: np.ndarray) -> np.ndarray:
        total = np.zeros((len(self.units), cells.shape[1]), np.int64)
        np.add.at(total, self.row, cells[self.unit])
        return total


def level(units: list[Unit], name: str) -> Level:
    """The rows of a level in order of place and course."""
    wanted: dict[tuple[str, ...], list[int]] = {}
    for number, unit in enumerate(units):
        where = place(unit, name)
        if where is not None:
            for course in (unit.course_id, "all"):
                wanted.setdefault((*where, course), []).append(number)
    groups = [wanted[key] for key in sorted(wanted)]
    sizes = np.array([len(group) for group in groups], np.int64)
    return Level(
        np.array([u for group in groups for u in group], np.int64),
        np.repeat(np.arange(len(groups)), sizes),
        sizes,
    )


@dataclass(frozen=True)
class Errors:
    """One table at one level. Counts in students, shares as fractions; medians and means over all cells.

    `covered` and `shares_covered` say how often the truth is within the margin; `shares_shown` how many
    shares are certain enough, of those whose true base is at least `LEAST_BASE`; `students_per_row` is what a
    row counts on average. None where there is no share.
    """

    rows: int
    students_per_row: float
    error: float
    margin: float
    covered: float
    shares_shown: float | None
    share_error: float | None
    share_margin: float | None
    shares_covered: float | None


def errors(truth: np.ndarray, noised: np.ndarray, here: Level, family: Family, epsilon: float) -> Errors:
    """The errors of one drawn table at one level."""
    true, said = here.summed(truth), here.summed(noised)
    margins = np.array([count_margin(epsilon, int(count)) for count in here.units])
    error = np.abs(said - true)
    found = np.array(list(_shares(true, said, here.units, family, epsilon)), float).reshape(-1, 2)
    reported = [is_reported(category) for category in COMPOSITION[family]]
    possible = int((true[:, reported].sum(axis=1) >= LEAST_BASE).sum()) * sum(reported)
    return Errors(
        len(true),
        float(true.sum() / len(true)),
        float(error.mean()),
        float(np.median(margins)),
        float((error <= margins[:, None]).mean()),
        len(found) / possible if possible else None,
        _mean(found[:, 0], np.mean),
        _mean(found[:, 1], np.median),
        _mean(found[:, 0] <= found[:, 1], np.mean),
    )


def _mean(values: np.ndarray, how: Callable[[np.ndarray], float]) -> float | None:
    return float(how(values)) if len(values) else None


def _shares(
    true: np.ndarray, said: np.ndarray, units: np.ndarray, family: Family, epsilon: float
) -> Iterator[tuple[float, float]]:
    """Error and margin of every share that is shown."""
    categories = COMPOSITION[family]
    reported = [number for number, category in enumerate(categories) if is_reported(category)]
    bases = true[:, reported].sum(axis=1)
    for row, count in enumerate(units):
        shown = shares(dict(zip(categories, said[row].tolist(), strict=True)), epsilon, int(count))
        for number in reported:
            if categories[number] in shown:
                value, margin = shown[categories[number]]
                yield abs(value - (true[row, number] / bases[row] if bases[row] else 0.0)), margin


def all_errors(
    cells: Mapping[Family, np.ndarray], made: Decided, epsilon: float
) -> dict[str, dict[str, Errors]]:
    """One draw of every table: by family and level."""
    found: dict[str, dict[str, Errors]] = {}
    for family, truth in cells.items():
        noised = draw(truth, epsilon)
        units = units_of(family, made).units
        levels = {name: level(units, name) for name in LEVELS}
        found[family] = {
            name: errors(truth, noised, here, family, epsilon)
            for name, here in levels.items()
            if len(here.units)
        }
    return found


def included(cells: np.ndarray, units: list[Unit], name: str) -> float:
    """The share of all students whom a level's own estimates count; the others are in a larger place's."""
    inside = np.array([place(unit, name) is not None for unit in units])
    return float(cells[inside].sum() / cells.sum())
