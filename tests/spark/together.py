"""Many cases in one run, as a run takes Spark as long for a thousand rows as for ten.

Every case gets ids of its own by a tag in front of them. That changes no meaning: an order of ids within a
case stays what it was, and nothing of one case refers to another. Rows of results are told apart by the tag.
"""

import re
from collections.abc import Iterable, Mapping

from tests.measures_tools import Row
from tests.spec.reading import Case

SHARED = {"courses", "units", "lessons"}
"""What all cases have in common: the curriculum, whose ids stay."""
APART = {
    "attendance", "activity", "consents", "enrollments", "roster_corrections", "school_enrollment",
    "schools", "section_students", "sections", "students", "teacher_schools", "teachers",
    "workshop_sessions", "workshops",
}  # fmt: skip
"""Tables whose rows belong to one case once their ids do; others, like those of states, are everybody's."""
OWN = {
    "enrollment_id", "from_partner_id", "partner_id", "person_id", "request_id", "school_id", "section_id",
    "session_id", "student_id", "teacher_id", "workshop_id", "district_id",
}  # fmt: skip
SUMS = {"atom_findings", "cohorts", "cohorts_all", "unmatched_enrollments"}
"""Measures with rows that add up over cases: these do not say whose they are."""
TAG = re.compile(r"^(\s*)case(\d+)-")


def separable(case: Case) -> bool:
    """Whether the case's rows can stand among those of others."""
    return set(case.given) <= APART and not case.calendar


def merged(cases: Mapping[int, Case]) -> dict[str, list[Row]]:
    """The rows of all cases, each under the tag of its number."""
    tables: dict[str, list[Row]] = {}
    for number, case in cases.items():
        for name, rows in case.tables.items():
            if name in SHARED:
                tables[name] = rows
            else:
                tables.setdefault(name, []).extend(_tagged(row, f"case{number}-") for row in rows)
    return tables


def _tagged(row: Row, tag: str) -> Row:
    own = {name: tag + value for name, value in row.items() if name in OWN and value is not None}
    if row.get("email"):
        # addresses are compared without the space around them
        own["email"] = re.sub(r"(\S+)", rf"{tag}\1", row["email"], count=1)
    return {**row, **own}


def parted(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Rows of a result by the number of their case, tags removed."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        tags = {TAG.match(value)[2] for value in row.values() if isinstance(value, str) and TAG.match(value)}
        if len(tags) != 1:
            raise ValueError(f"a row of several cases or of none: {row}")
        bare = {
            name: TAG.sub(r"\1", value) if isinstance(value, str) else value for name, value in row.items()
        }
        found.setdefault(int(tags.pop()), []).append(bare)
    return found
