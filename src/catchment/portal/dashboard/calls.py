"""Who to call this week: teachers that need help in the running school year, the most urgent first."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from catchment.portal import clock, years
from catchment.portal.checkin import said
from catchment.portal.checkin.said import Said, Turn
from catchment.portal.roster import teachers
from catchment.release.reader import Reader
from catchment.words import reasons

A_WEEK = 6
"""As many calls as fit into somebody's week besides their work; the rest waits in the roster."""

# What teachers say themselves comes before what the platform sees: who asked for help is first, also without
# another reason, and who said that all is well is last. Then a class that nearly began is the quickest to
# help, then one that fell silent; a class that never formed usually needs the longer talk. Within each, the
# newest cohort comes first, because a partner still accompanies it; then whoever has waited longest.
_WAITING = """
SELECT *, CASE WHEN list_contains(call_first, person_id) THEN 0
    WHEN list_contains(call_last, person_id) THEN 4
    WHEN status = 'class_forming' THEN 1 WHEN status = 'stalled' THEN 2 ELSE 3 END AS urgency,
    coalesce(last_activity_on, trained_on) AS waiting_since
FROM teachers, (SELECT ?::VARCHAR[] AS call_first, ?::VARCHAR[] AS call_last)
WHERE (needs_help OR list_contains(call_first, person_id)) AND school_year = ?
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
    said: Said | None
    asked_on: date | None


def waiting(reader: Reader, partner_id: str) -> list[Call]:
    """Everybody who needs help or asked for it, most urgent first, each person once."""
    answers, asked = said.of(reader, partner_id), said.asked(partner_id)
    turns = [_people(answers, turn) for turn in (Turn.FIRST, Turn.LAST)]
    rows = teachers.query(reader, partner_id, _WAITING, [*turns, years.cohort(reader).school_year])
    order = {row["person_id"]: place for place, row in reversed(list(enumerate(rows)))}
    rows.sort(key=lambda row: order[row["person_id"]])
    today = clock.today(reader)
    return [
        _call(list(group), today, answers.get(person_id), asked.get(person_id))
        for person_id, group in groupby(rows, key=itemgetter("person_id"))
    ]


def _people(answers: dict[str, Said], turn: Turn) -> list[str]:
    return [person_id for person_id, answer in answers.items() if answer.turn is turn]


def _call(rows: list[dict[str, Any]], today: date, answer: Said | None, asked_on: date | None) -> Call:
    first = rows[0]
    return Call(
        person_id=first["person_id"],
        name=f"{first['first_name']} {first['last_name']}".strip(),
        school=first["school_name"] or "",
        email=first["email"] or "",
        phone=first["phone"] or "",
        status=first["status"],
        why=tuple(reasons.why(row, today) for row in rows if row["needs_help"]),
        since=reasons.since(first, today),
        said=answer,
        asked_on=asked_on,
    )
