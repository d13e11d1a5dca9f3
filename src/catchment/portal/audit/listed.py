"""Events as the desk's table shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catchment.portal import paging
from catchment.portal.accounts.who_may import Reach
from catchment.portal.audit import searching, words
from catchment.portal.audit.models import AuditEvent
from catchment.portal.audit.searching import Wanted


@dataclass(frozen=True)
class Line:
    """One event in words. `who` is None for what a teacher did, the site itself, or who did not sign in."""

    number: int
    at: datetime
    who: Any
    did: Any
    what: Any
    about: Any
    partner: str
    release: str
    teachers: int


def page(wanted: Wanted, reach: Reach, names: Mapping[str, str], number: int) -> paging.Page:
    """A page of the events that were found; `names` of the partners."""
    found = searching.find(wanted, reach)
    start = (number - 1) * paging.SIZE
    events = found.prefetch_related("teachers")[start : start + paging.SIZE]
    return paging.Page([line(event, names) for event in events], number, found.count())


def line(event: AuditEvent, names: Mapping[str, str]) -> Line:
    return Line(
        number=event.number,
        at=event.at,
        who=event.actor,
        did=words.action(event.action),
        what=words.object(event.object),
        about=event.about,
        partner=names.get(event.partner_id, event.partner_id),
        release=event.release,
        teachers=len(event.people),
    )
