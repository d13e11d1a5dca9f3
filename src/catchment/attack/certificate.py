"""Two worlds for each withheld value of a school, found from published tables alone.

A certificate names, for a school and year, worlds that all make the published row: in each a true count for
every course whose count is in doubt, and a true number of female students where that is coded. Every
withheld value differs between two of them at least. `checker.py` verifies it knowing nothing of how it was
found.

The file is JSON: release, its digest, and `worlds`: school year -> school -> course (or `female`) -> its
value in each world. What a school does not name is as published.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from catchment.attack import genders
from catchment.attack.audit import Audit
from catchment.attack.evidence import Evidence
from catchment.attack.worlds import CODED

Row = dict[str, Any]
Place = tuple[str, str]
"""School year and school."""


@dataclass
class Doubt:
    """The values of each course of a school and year in its worlds; a short list repeats its last."""

    values: dict[str, list[int]] = field(default_factory=dict)

    def even(self) -> dict[str, list[int]]:
        """The same with a value for every world."""
        worlds = max(map(len, self.values.values()))
        return {name: found + found[-1:] * (worlds - len(found)) for name, found in self.values.items()}


def find(evidence: Evidence, audit: Audit) -> bytes:
    """The content of the certificate's file; its digest is noted in the audit."""
    places: dict[Place, Doubt] = defaultdict(Doubt)
    for place, values in (*_counts(evidence), *_outside(evidence), *_female(evidence)):
        places[place].values |= values
    worlds: dict[str, dict[str, Any]] = defaultdict(dict)
    for (year, school), doubt in sorted(places.items()):
        worlds[year][school] = doubt.even()
    said = {"release": audit.release, "digest": audit.digest, "worlds": worlds}
    content = gzip.compress(json.dumps(said, separators=(",", ":")).encode(), mtime=0)
    audit.certificate = sha256(content).hexdigest()
    return content


def _counts(evidence: Evidence) -> Iterator[tuple[Place, dict[str, list[int]]]]:
    """Worlds of the flagged and held counts of each school, year and family."""
    columns = "year, school, family, course, kind, students, lowest, certain, enrolled"
    rows = evidence.arrow(
        f"SELECT {columns} FROM possible WHERE kind <> 'exact' ORDER BY year, school, family, course"
    )
    names = columns.split(", ")
    listed = (
        dict(zip(names, row, strict=True)) for row in zip(*(rows[n].to_pylist() for n in names), strict=True)
    )
    for (year, school, _), group in groupby(listed, key=itemgetter("year", "school", "family")):
        yield (year, school), _doubted(list(group))


def _doubted(rows: list[Row]) -> dict[str, list[int]]:
    """The first world has every held count as shown, the second one student fewer; flags go from 1 to 2.

    Where enrolment leaves no room for that, held counts are far below what is shown, and further worlds
    raise a few counts at a time.
    """
    certain, enrolled = rows[0]["certain"], rows[0]["enrolled"]
    plain = {row["course"]: _two_values(row) for row in rows}
    if enrolled is None or certain > enrolled:
        return plain
    room = enrolled - certain
    if max(sum(values) for values in zip(*plain.values(), strict=True)) <= room:
        return plain
    return _tight({row["course"]: row["lowest"] for row in rows}, room)


def _two_values(row: Row) -> list[int]:
    return [row["students"], row["students"] - 1] if row["kind"] == "held" else [1, 2]


def _tight(least: dict[str, int], room: int) -> dict[str, list[int]]:
    """Least counts in the first world; each other raises as many as there is room for by one student."""
    values = {course: [count] for course, count in least.items()}
    courses, step = list(least), room - sum(least.values())
    if step < 1:
        return values
    for start in range(0, len(courses), step):
        raised = set(courses[start : start + step])
        for course, found in values.items():
            found.append(least[course] + (course in raised))
    return values


def _outside(evidence: Evidence) -> Iterator[tuple[Place, dict[str, list[int]]]]:
    """Schools whose other courses are not reported: nobody there, or one student in the first such course."""
    rows = evidence.con.execute("""
        SELECT doubts.year, doubts.school, min(course_id) FROM doubts JOIN courses ON courses.kind = family
        WHERE doubts.kind = 'unreported' AND NOT EXISTS (FROM cells WHERE cells.school = doubts.school
            AND cells.year = doubts.year AND cells.course = course_id)
        GROUP BY doubts.year, doubts.school, family ORDER BY ALL
    """).fetchall()
    for year, school, course in rows:
        yield (year, school), {course: [0, 1]}


def _female(evidence: Evidence) -> Iterator[tuple[Place, dict[str, list[int]]]]:
    rows = evidence.columns(CODED)
    first, _ = genders.span(rows)
    for year, school, value in zip(rows["year"], rows["school"], first.tolist(), strict=True):
        yield (year, school), {"female": [value, value + 1]}
