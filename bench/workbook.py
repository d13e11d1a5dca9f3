"""A program's workbook as it is passed around: students by school, course and gender, with every subtotal.

Each region has one. Subtotals stand over genders, over courses, over the schools of a district and over
the districts of the region; a course that nobody takes at a place has no row there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bench.rules import Truth
from catchment.attack.tables import Equations
from catchment.network.categories import GENDERS

GENDER_COLUMNS = ("female", "male", "other or not reported", "all")
_WIDTH = len(GENDER_COLUMNS)
_COLUMN_OF = np.array([0 if gender == "female" else 1 if gender == "male" else 2 for gender in GENDERS])


@dataclass(frozen=True)
class Rows:
    """The rows of one level in order of place and course. `course` -1 is the row over all courses.

    `up` is the place of each row's place in the level above (-1 at the top).
    """

    place: np.ndarray
    course: np.ndarray
    up: np.ndarray
    counts: np.ndarray

    def __len__(self) -> int:
        return len(self.place)


@dataclass(frozen=True)
class Workbook:
    """All regions' workbooks: the rows of the levels school, district part and region.

    A cell is `_WIDTH` x row + column, rows numbered level after level.
    """

    levels: tuple[Rows, Rows, Rows]

    @cached_property
    def values(self) -> np.ndarray:
        return np.concatenate([rows.counts.ravel() for rows in self.levels])

    @property
    def groups(self) -> np.ndarray:
        """The cells with all students of a school in one course."""
        return np.flatnonzero(self.levels[0].course >= 0) * _WIDTH + _WIDTH - 1

    @cached_property
    def equations(self) -> Equations:
        """Every subtotal with its parts."""
        found = [each for level in range(3) for each in self._of_level(level)]
        totals = np.concatenate([total for total, _, _ in found])
        sizes = np.concatenate([size for _, size, _ in found])
        parts = np.concatenate([part for _, _, part in found])
        return Equations(totals, np.concatenate([[0], np.cumsum(sizes)]), parts)

    def _of_level(self, level: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        rows, first = self.levels[level], self._first(level)
        number = first + np.arange(len(rows))
        genders = np.arange(_WIDTH - 1)
        yield (
            number * _WIDTH + _WIDTH - 1,
            np.full(len(rows), _WIDTH - 1),
            (number[:, None] * _WIDTH + genders).ravel(),
        )
        over = np.flatnonzero(rows.course < 0)
        yield from _sums(
            number[over], rows.place[over], number[rows.course >= 0], rows.place[rows.course >= 0]
        )
        if level < 2:
            above = self.levels[level + 1]
            keys = above.place * 100 + above.course
            yield from _sums(
                self._first(level + 1) + np.arange(len(above)), keys, number, rows.up * 100 + rows.course
            )

    def _first(self, level: int) -> int:
        return sum(len(rows) for rows in self.levels[:level])


def _sums(
    totals: np.ndarray, keys: np.ndarray, parts: np.ndarray, part_keys: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """For each column an equation per total: the parts are the rows with its key."""
    order = np.argsort(part_keys, kind="stable")
    by_key = np.argsort(keys, kind="stable")
    sizes = np.bincount(np.searchsorted(keys[by_key], part_keys), minlength=len(keys))
    for column in range(_WIDTH):
        yield totals[by_key] * _WIDTH + column, sizes, parts[order] * _WIDTH + column


def workbook(truth: Truth) -> Workbook:
    """The workbooks of all regions, with the truth in them."""
    year, here = truth.year, truth.country.schools
    counts = np.zeros((len(year.school), _WIDTH), np.int64)
    began = year.begins <= truth.day
    np.add.at(counts, (year.atom[began], _COLUMN_OF[year.gender[began]]), 1)
    counts[:, -1] = counts.sum(axis=1)
    there = counts[:, -1] > 0
    region = here.plan.region
    _, part = np.unique(
        [f"{d}/{r}" for d, r in zip(here.places.districts, region, strict=True)], return_inverse=True
    )
    part_of, region_of = part[year.school[there]], region[year.school[there]] + 1
    schools = _rows(year.school[there], year.course[there], part_of, counts[there])
    plain = schools.course >= 0
    parts = _rows(
        schools.up[plain],
        schools.course[plain],
        _first_of(part_of, region_of)[schools.up[plain]],
        schools.counts[plain],
    )
    plain = parts.course >= 0
    regions = _rows(parts.up[plain], parts.course[plain], np.full(int(plain.sum()), -1), parts.counts[plain])
    return Workbook((schools, parts, regions))


def _first_of(keys: np.ndarray, values: np.ndarray) -> np.ndarray:
    """For each key the value that goes with it."""
    found = np.full(int(keys.max()) + 1, -1)
    found[keys] = values
    return found


def _rows(place: np.ndarray, course: np.ndarray, up: np.ndarray, counts: np.ndarray) -> Rows:
    """Counts added up by place and course, and over all courses."""
    both = np.concatenate([place, place]), np.concatenate([course, np.full(len(course), -1)])
    keys, first, at = np.unique(both[0] * 100 + both[1], return_index=True, return_inverse=True)
    summed = np.zeros((len(keys), _WIDTH), np.int64)
    np.add.at(summed, at, np.concatenate([counts, counts]))
    return Rows(both[0][first], both[1][first], np.concatenate([up, up])[first], summed)
