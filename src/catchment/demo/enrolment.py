"""What the schools' files lack: enrolment by sex everywhere, and enrolment itself in most states.

A row that the demo completes keeps everything that its file says; the warehouse replaces rows as a whole.
"""

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from catchment.demo import dates
from catchment.demo.chance import stream
from catchment.demo.columns import Columns, arrow
from catchment.demo.places import Places, Tables

USUAL_GIRLS = 0.487
"""Share of girls in public enrolment."""
_KNOWN_SHARE = 0.2
"""A state with fewer schools of known enrolment than this gets an invented one."""
_BLANK, _CONTRADICTORY = 0.01, 0.004
"""Shares of rows whose file leaves sex out, or gives numbers that cannot be."""


def girl_shares(places: Places, seed: int) -> np.ndarray:
    """Share of girls among each school's pupils: about half; in a few schools under half, all or none."""
    chance = stream(seed, "girls")
    kind, usual = chance.random(len(places)), chance.normal(USUAL_GIRLS, 0.018, len(places))
    alternative = chance.beta(12, 22, len(places))
    return np.select([kind < 0.002, kind < 0.004, kind < 0.03], [1.0, 0.0, alternative], usual.clip(0.3, 0.7))


def table(tables: Tables, places: Places, seed: int) -> tuple[Columns, tuple[str, ...]]:
    """The contract's `school_enrollment` with what is added to it, and the names of what is invented.

    Only rows that change are in it; there are none where the files give enrolment and sex.
    """
    missing = _without_enrolment(places)
    invented = arrow("school_enrollment", _enrolment(places, missing, seed))
    known = _without_sex(tables, places)
    rows = _with_sex(pa.concat_tables([known, invented]), places, seed)
    names = (*(("enrollment",) if len(missing) else ()), *(("enrollment_by_sex",) if len(rows) else ()))
    return {name: rows[name].combine_chunks() for name in rows.column_names}, names


def _without_enrolment(places: Places) -> np.ndarray:
    """Schools of states whose files give no enrolment."""
    states, at = np.unique(places.states, return_inverse=True)
    known = np.bincount(at, places.students >= 0, len(states)) / np.bincount(at, minlength=len(states))
    return np.flatnonzero((known < _KNOWN_SHARE)[at])


def _enrolment(places: Places, missing: np.ndarray, seed: int) -> Columns:
    """Dated to the first year for all three to use."""
    chance = stream(seed, "enrolment")
    upper = places.high[missing] >= 9
    students = (
        chance.lognormal(np.where(upper, np.log(620), np.log(430)), 0.55).clip(40, 4000).astype(np.int64)
    )
    lunch = (students * chance.beta(2.2, 2, len(missing))).astype(np.int64)
    return {
        "school_id": places.school_ids[missing].tolist(),
        "school_year": [dates.YEARS[0]] * len(missing),
        "students": students,
        "frl_eligible": lunch,
    }


def _without_sex(tables: Tables, places: Places) -> pa.Table:
    """Rows of the demo's schools that give enrolment and no sex, in the contract's columns."""
    empty = arrow("school_enrollment", {"school_id": []})
    files = [str(file) for file in tables.files("school_enrollment")]
    if not files:
        return empty
    with duckdb.connect() as connection:
        found = connection.read_parquet(files, union_by_name=True)
        rows = found.order("school_id, school_year").to_arrow_table()
    rows = arrow("school_enrollment", {name: rows[name].combine_chunks() for name in rows.column_names})
    here = pc.is_in(rows["school_id"], pa.array(places.school_ids.tolist()))
    lacking = pc.and_(pc.is_null(rows["female"]), pc.is_null(rows["male"]))
    return rows.cast(empty.schema).filter(pc.and_(pc.and_(here, pc.is_valid(rows["students"])), lacking))


def _with_sex(rows: pa.Table, places: Places, seed: int) -> pa.Table:
    """`female` and `male` for all rows but the few that stay blank, which are left out."""
    chance = stream(seed, "sexes")
    at = np.searchsorted(places.school_ids, rows["school_id"].to_numpy(zero_copy_only=False).astype(str))
    students = rows["students"].to_numpy()
    female = chance.binomial(students, girl_shares(places, seed)[at])
    # a few pupils of a few schools are neither in their file
    unsaid = np.where(chance.random(len(rows)) < 0.06, chance.binomial(students, 0.004), 0)
    male = np.maximum(students - female - unsaid, 0)
    whim = chance.random(len(rows))
    wrong = whim < _CONTRADICTORY
    # as where a file mixes the counts of two years
    female = np.where(wrong, female + male + 1 + chance.integers(1, 40, len(rows)), female)
    kept = pa.array(whim < 1 - _BLANK)
    for name, values in (("female", female), ("male", male)):
        rows = rows.set_column(rows.column_names.index(name), name, pa.array(values, pa.int64()))
    return rows.filter(kept)
