"""Can a small group at a school be read off, or worked out from enrolment and what is shown beside it?"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from catchment.attack.audit import Veto
from catchment.attack.files import Published

Row = Mapping[str, Any]
Enrolled = Mapping[str, tuple[str, int]]
"""School id -> the year and number of its latest published enrolment; schools without one are absent."""
Threshold = Callable[[str], int]


def cell_name(row: Row) -> str:
    return f"school {row['geo_id']}, {row['school_year']}, {row['course_id']}"


def read_off(schools: list[Row], before: Mapping[tuple, Row], n_of: Threshold) -> Iterator[Veto]:
    """A count under n stands in the table (unless it stood there, unchanged, when n was lower)."""
    for row in schools:
        count, code = row["students"], row["students_code"]
        if row["course_id"] == "all":
            continue
        if code == "small" and count is not None:
            yield Veto(
                "read_off", cell_name(row), f"the group is coded small, but its count {count} is published"
            )
        if code == "exact" and (count is None or count < n_of(row["geo_id"])):
            known = before.get((row["geo_id"], row["school_year"], row["course_id"]))
            if known is None or known["students"] != count:
                yield Veto("read_off", cell_name(row), f"{count} is shown, under n = {n_of(row['geo_id'])}")


def from_enrolment(release: Published, enrolled: Enrolled, n_of: Threshold) -> Iterator[Veto]:
    """Enrolment minus the students shown leaves fewer than 2n for a group that is flagged.

    Hour of Code is subtracted apart: its students may be in a course as well.
    """
    shown: dict[tuple[str, str, str], int] = defaultdict(int)
    courses = [row for row in release.schools if row["course_id"] != "all"]
    for row in courses:
        shown[row["geo_id"], row["school_year"], release.families[row["course_id"]]] += row["students"] or 0
    for row in courses:
        year, public = enrolled.get(row["geo_id"], (None, 0))
        if row["students"] is not None or year is None or row["school_year"] < year:
            continue
        left = public - shown[row["geo_id"], row["school_year"], release.families[row["course_id"]]]
        if left < 2 * n_of(row["geo_id"]):
            why = f"{public} are enrolled, {public - left} are shown: at most {max(left, 0)} can be in it"
            yield Veto("from_enrolment", cell_name(row), why)
