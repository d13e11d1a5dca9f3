"""Can a small group at a school be read off, or worked out from enrolment and what is shown beside it?"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from catchment.attack.audit import Veto
from catchment.attack.history import Cells

Row = Mapping[str, Any]
Threshold = Callable[[str], int]
Enrolled = Mapping[str, Sequence[tuple[str, int]]]
"""School id -> (school year, published enrolment), by year."""
Class = tuple[str, str, str]
"""School id, school year, and family: students of Hour of Code may be in a course as well."""


def cell_name(row: Row) -> str:
    return f"school {row['geo_id']}, {row['school_year']}, {row['course_id']}"


def read_off(schools: list[Row], before: Cells, n_of: Threshold) -> Iterator[Veto]:
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


def from_enrolment(
    now: Cells, before: Cells, families: Mapping[str, str], enrolled: Enrolled, n_of: Threshold
) -> Iterator[Veto]:
    """Enrolment minus the students shown leaves fewer than 2n for a group flagged now or in the last release.

    Classes whose rows did not change tell nothing new: a figure that came out later is no fault of theirs.
    """
    shown, shown_before = _shown(now, families), _shown(before, families)
    flags = {key: row for key, row in {**before, **now}.items() if row["students"] is None}
    for key, row in sorted(flags.items()):
        if now.get(key, row)["students"] is not None:
            continue  # flagged before, shown now
        place = (key[0], key[1], families[key[2]])
        public = _enrolment(enrolled, key[0], key[1])
        unchanged = key in now and key in before and shown.get(place) == shown_before.get(place)
        if public is None or unchanged:
            continue
        left = public - shown.get(place, 0)
        if left < 2 * n_of(key[0]) and (
            key in now or public - shown_before.get(place, 0) >= 2 * n_of(key[0])
        ):
            why = f"{public} are enrolled, {public - left} are shown: at most {max(left, 0)} can be in it"
            yield Veto("from_enrolment", cell_name(row), why)


def _shown(cells: Cells, families: Mapping[str, str]) -> dict[Class, int]:
    sums: dict[Class, int] = defaultdict(int)
    for (school, year, course), row in cells.items():
        sums[school, year, families[course]] += row["students"] or 0
    return sums


def _enrolment(enrolled: Enrolled, school_id: str, school_year: str) -> int | None:
    """That year's figure, else the latest before it."""
    before = [students for year, students in enrolled.get(school_id, ()) if year <= school_year]
    return before[-1] if before else None
