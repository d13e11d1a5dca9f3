"""Gender at schools: once a school year, among the students behind the counts shown there."""

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from catchment.disclosure.genders import Enrolled, GenderRow, break_down
from catchment.network.categories import GENDERS, NOT_REPORTED
from catchment.release.build.geography import SchoolYear

NOTHING_SHOWN = GenderRow(0, None, "few")
"""The row of a school where no count stood at the census, or that came after it."""
REPORTED = pa.array([gender for gender in GENDERS if gender != NOT_REPORTED])


def gender_rows(
    year: str,
    behind: pa.Table,
    genders: pa.ChunkedArray,
    threshold: Callable[[str], int],
    enrolled: Callable[[str, str], Enrolled | None],
) -> dict[SchoolYear, GenderRow]:
    """The row of each school of `behind`, whose students report `genders` today.

    `threshold(school_id)` is n, `enrolled(school_id, school_year)` the public row that holds for the year.
    """
    return {
        (school_id, year): break_down(base, female, enrolled(school_id, year), threshold(school_id))
        for school_id, base, female in _counts(behind, genders)
    }


def _counts(behind: pa.Table, genders: pa.ChunkedArray) -> Iterable[tuple[str, int, int]]:
    """Per school how many report a gender, each student once, and how many of these are female."""
    reported = behind.append_column("gender", genders).filter(pc.is_in(genders, value_set=REPORTED))
    schools = reported["school_id"].combine_chunks().dictionary_encode()
    students = reported["student_id"].combine_chunks().dictionary_encode()
    places = schools.indices.to_numpy().astype(np.int64)
    # two shown courses of a school may have the same student behind them
    _, once = np.unique(
        places * (len(students.dictionary) + 1) + students.indices.to_numpy(), return_index=True
    )
    female = pc.equal(reported["gender"], "female").to_numpy(zero_copy_only=False)[once]
    size = len(schools.dictionary)
    bases = np.bincount(places[once], minlength=size).tolist()
    women = np.bincount(places[once][female], minlength=size).tolist()
    return zip(schools.dictionary.to_pylist(), bases, women, strict=True)
