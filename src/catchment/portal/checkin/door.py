"""Who stands at the door: a browser that opened a link, for half an hour, and what it may see."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from catchment.portal import audit, clock
from catchment.portal.accounts import who_may
from catchment.portal.checkin import links, said
from catchment.portal.checkin.models import Link
from catchment.portal.checkin.said import Said
from catchment.portal.roster import table
from catchment.release.reader import NoRelease, Reader, Releases

OPEN_FOR = timedelta(minutes=30)
"""Enough to read a row and answer; short, because the computer may be a shared one."""

_KEY = "check_in"
_PARTNER = "SELECT name FROM partners WHERE partner_id = ?"


@dataclass(frozen=True)
class Door:
    """An open door: the link that opened it, and the teacher's rows as their partner sees them now.

    There are none where the teacher does not share with the partner any more.
    """

    link: Link
    reader: Reader
    rows: list[dict[str, Any]]

    @property
    def today(self) -> date:
        return clock.today(self.reader)

    @property
    def partner(self) -> str:
        """The partner's name."""
        found = self.reader.query(_PARTNER, [self.link.partner_id])
        return found[0]["name"] if found else self.link.partner_id

    @property
    def said(self) -> Said | None:
        return said.of(self.reader, self.link.partner_id).get(self.link.person_id)


def open_by(request: HttpRequest, secret: str) -> Door | None:
    """Open the door for this browser by a link's secret part; None if the link opens nothing."""
    link = links.find(secret)
    door = _behind(link)
    if door is None or not door.rows:
        return None
    request.session.cycle_key()
    request.session[_KEY] = {"link": link.pk, "until": (timezone.now() + OPEN_FOR).isoformat()}
    audit.record(
        by=None,
        action="checkin.open",
        partner_id=link.partner_id,
        release=door.reader.release_id,
        teachers=[link.person_id],
    )
    return door


def of(request: HttpRequest) -> Door | None:
    """The door that is open for this browser; None if none is, or not any more."""
    kept = request.session.get(_KEY)
    if not kept or kept["until"] < timezone.now().isoformat():
        return None
    return _behind(Link.objects.filter(pk=kept["link"], closed=None).first())


def shut(request: HttpRequest) -> None:
    """Leave nothing in this browser."""
    request.session.flush()


def _behind(link: Link | None) -> Door | None:
    """None without a link, once its maker may ask the teacher no more, or where nothing is published."""
    if link is None or not _still_given(link):
        return None
    try:
        # The link names the partner, and the teacher's are the only rows that are read.
        reader = Releases(settings.CATCHMENT_RELEASES).partner(link.partner_id)
    except NoRelease:
        return None
    return Door(link, reader, table.person(reader, link.partner_id, link.person_id))


def _still_given(link: Link) -> bool:
    """Whoever left the partner leaves no door open; nobody is left of a partner whose time is over."""
    return bool(who_may.decide(link.made_by, who_may.Permission.SEND_CHECKIN, link.partner_id))
