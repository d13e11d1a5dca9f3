"""What teachers answered, beside their rows: it says who needs a call first, and changes no figure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from django.utils.functional import Promise

from catchment.network.clocks import first_day, school_year
from catchment.portal import clock
from catchment.portal.accounts import running
from catchment.portal.checkin import links
from catchment.portal.checkin.models import Answer
from catchment.release.reader import Reader
from catchment.words import checkins

HOLDS = timedelta(days=60)
"""How long "teaching" and "need help" decide about a call: as long as a class may take to form."""
SPRING_GRACE = timedelta(days=30)
"""As for a class that is planned for spring: not expected before."""
FOR_THE_YEAR = frozenset({"teaching_elsewhere", "not_assigned"})


class Turn(IntEnum):
    """When a teacher is called."""

    FIRST = 0
    AS_USUAL = 1
    LAST = 2


@dataclass(frozen=True)
class Said:
    """A teacher's latest answer of the running school year."""

    answer: str
    on: date
    turn: Turn

    @property
    def words(self) -> str | Promise:
        return checkins.SAID[self.answer]

    @property
    def school_year(self) -> str:
        return school_year(self.on)


def of(reader: Reader, partner_id: str) -> dict[str, Said]:
    """Person id -> the latest answer to this partner in the running school year."""
    today = clock.today(reader)
    begun = first_day(school_year(today))
    rows = Answer.objects.filter(partner_id=partner_id, on__gte=begun, on__lte=today)
    return {row.person_id: Said(row.answer, row.on, _turn(row, today, reader)) for row in rows}


def asked(partner_id: str) -> dict[str, date]:
    """Person id -> the day on which a link was made that can still be answered."""
    team = running.running().filter(partner_id=partner_id, person__is_active=True).values("person")
    rows = links.openable().filter(partner_id=partner_id, made_by__in=team)
    return dict(rows.values_list("person_id", "made_on"))


def _turn(answer: Answer, today: date, reader: Reader) -> Turn:
    if answer.answer in FOR_THE_YEAR:
        return Turn.LAST
    if answer.answer == "starts_in_spring":
        return Turn.LAST if _before_spring(today, reader) else Turn.AS_USUAL
    if today - answer.on > HOLDS:
        return Turn.AS_USUAL
    return Turn.FIRST if answer.answer == "need_help" else Turn.LAST


def _before_spring(today: date, reader: Reader) -> bool:
    """Whether nothing is expected of a spring class yet; so it is in a year that no release knows."""
    calendar = reader.manifest["calendar"].get(school_year(today))
    return calendar is None or today < date.fromisoformat(calendar["spring_starts"]) + SPRING_GRACE
