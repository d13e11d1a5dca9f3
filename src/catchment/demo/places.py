"""The schools a demo is played on, read from the network's warehouse."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np

from catchment.demo.states import NAMES
from catchment.network.errors import BadInput

GRADES = {"PK": -1, "KG": 0} | {f"{grade:02d}": grade for grade in range(1, 14)}
"""Grades as numbers; other marks (ungraded, adult) stand for no grade."""
UNKNOWN = 99


class Tables(Protocol):
    """Where tables are found: a `Warehouse`, or anything with its `files`."""

    def files(self, table: str) -> list[Path]: ...


@dataclass(frozen=True)
class Places:
    """Open schools of the demo's states, by NCES id; all arrays are equally long.

    `students` is the enrolment, -1 where no file gives it; `low` and `high` are numbers of `GRADES`.
    """

    school_ids: np.ndarray
    states: np.ndarray
    zips: np.ndarray
    districts: np.ndarray
    low: np.ndarray
    high: np.ndarray
    students: np.ndarray

    def __len__(self) -> int:
        return len(self.school_ids)

    def teaches(self, band: str) -> np.ndarray:
        """Whether each school has a grade of the band `K-5`, `6-8` or `9-12`."""
        first, last = {"K-5": (0, 5), "6-8": (6, 8), "9-12": (9, 12)}[band]
        return (self.low <= last) & (self.high >= first)


def read(tables: Tables, states: Collection[str]) -> Places:
    """The open schools of `states` that have a ZIP and grades. BadInput if there are none."""
    if not tables.files("schools"):
        raise BadInput("the network has no schools yet; import the NCES files before the demo is generated.")
    columns = _query(tables, sorted(set(states) & set(NAMES)))
    places = Places(*columns)
    if not len(places):
        raise BadInput(f"there is no open school with a ZIP in {', '.join(states)} among the NCES files.")
    return places


def _query(tables: Tables, states: list[str]) -> list[np.ndarray]:
    grades = "MAP {" + ", ".join(f"'{name}': {number}" for name, number in GRADES.items()) + "}"
    with duckdb.connect() as connection:
        columns = connection.execute(
            f"""
            SELECT school_id, state, zip, coalesce(district_id, ''),
                   coalesce({grades}[grade_low], {UNKNOWN}) AS low,
                   coalesce({grades}[grade_high], -{UNKNOWN}) AS high,
                   coalesce(students, -1) AS students
            FROM read_parquet($schools) LEFT JOIN ({_latest_enrolment(tables)}) USING (school_id)
            WHERE status = 'open' AND zip IS NOT NULL AND list_contains($states, state)
            ORDER BY school_id
            """,
            {"schools": _names(tables.files("schools")), "states": states},
        ).fetchnumpy()
    return [_plain(column) for column in columns.values()]


def _latest_enrolment(tables: Tables) -> str:
    files = tables.files("school_enrollment")
    if not files:
        return "SELECT NULL::VARCHAR AS school_id, NULL::BIGINT AS students"
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in _names(files))
    return f"""
        SELECT school_id, arg_max(students, school_year) AS students
        FROM read_parquet([{listed}]) WHERE students IS NOT NULL GROUP BY school_id
    """


def _names(files: list[Path]) -> list[str]:
    return [str(file) for file in files]


def _plain(column: np.ndarray) -> np.ndarray:
    """Texts as fixed-width texts, numbers as 32-bit numbers."""
    values = np.ma.getdata(column)
    return values.astype(str) if values.dtype == object else values.astype(np.int32)
