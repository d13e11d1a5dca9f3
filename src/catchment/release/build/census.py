"""Gender at schools: once a school year, among the students behind the counts shown there."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from catchment.disclosure.genders import Enrolled, GenderRow, break_down
from catchment.network.categories import GENDERS, NOT_REPORTED
from catchment.release.build.geography import SchoolYear
from catchment.release.build.picking import among

NOTHING_SHOWN = GenderRow(0, None, "few")
"""The row of a school where no count stood at the census, or that came after it."""
REPORTED = [gender for gender in GENDERS if gender != NOT_REPORTED]


def gender_rows(
    year: str,
    students: pa.Table,
    threshold: Callable[[str], int],
    enrolled: Callable[[str, str], Enrolled | None],
) -> dict[SchoolYear, GenderRow]:
    """The row of each school with students behind its counts: `students` has a gender each, as of today.

    `threshold(school_id)` is n, `enrolled(school_id, school_year)` the public row that holds for the year.
    """
    return {
        (school_id, year): break_down(base, female, enrolled(school_id, year), threshold(school_id))
        for school_id, base, female in _counts(students)
    }


def _counts(students: pa.Table) -> Iterable[tuple[str, int, int]]:
    """Per school how many report a gender, each once, and how many of these are female."""
    reported = among(students, "gender", REPORTED)
    each = reported.group_by(["school_id", "student_id"]).aggregate([("gender", "min")])
    female = pc.equal(each["gender_min"], "female").cast(pa.int64())
    counts = each.append_column("female", female).group_by("school_id")
    found = counts.aggregate([("student_id", "count"), ("female", "sum")])
    names = ("school_id", "student_id_count", "female_sum")
    return zip(*(found[name].to_pylist() for name in names), strict=True)
