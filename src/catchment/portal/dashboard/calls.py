"""Who to call this week: teachers that need help in the running school year, the most urgent first."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from catchment.portal import clock, years
from catchment.portal.roster import teachers
from catchment.release.reader import Reader
from catchment.words import reasons

A_WEEK = 6
"""As many calls as fit into somebody's week besides their work; the rest waits in the roster."""

# A class that nearly began is the quickest to help, then one that fell silent; a class that never
# formed usually needs the longer talk. Within each, the newest cohort comes first, because a partner
# still accompanies it; then whoever has waited longest.
_WAITING = """
SELECT *, CASE status WHEN 'class_forming' THEN 1 WHEN 'stalled' THEN 2 ELSE 3 END AS urgency,
    coalesce(last_activity_on, trained_on) AS waiting_since
FROM teachers
WHERE needs_help AND school_year = ?
ORDER BY urgency, training_year DESC, waiting_since, last_name, first_name, person_id, course_id
"""


@dataclass(frozen=True)
class Call:
    """One person to call, with every reason there is."""

    person_id: str
    name: str
    school: str
    email: str
    phone: str
    status: str
    why: tuple[str, ...]
    since: str


def waiting(reader: Reader, partner_id: str) -> list[Call]:
    """Everybody who needs help, most urgent first, each person once."""
    rows = teachers.query(reader, partner_id, _WAITING, [years.cohort(reader).school_year])
    order = {row["person_id"]: place for place, row in reversed(list(enumerate(rows)))}
    rows.sort(key=lambda row: order[row["person_id"]])
    today = clock.today(reader)
    return [_call(list(group), today) for _person, group in groupby(rows, key=itemgetter("person_id"))]


def _call(rows: list[dict[str, Any]], today: date) -> Call:
    first = rows[0]
    return Call(
        person_id=first["person_id"],
        name=f"{first['first_name']} {first['last_name']}".strip(),
        school=first["school_name"] or "",
        email=first["email"] or "",
        phone=first["phone"] or "",
        status=first["status"],
        why=tuple(reasons.why(row, today) for row in rows),
        since=reasons.since(first, today),
    )
