"""Links for teachers: made, found by their secret part, closed."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from catchment.portal import one_time
from catchment.portal.accounts.models import User
from catchment.portal.checkin.models import Link

LASTS = timedelta(days=14)
"""Long enough for a holiday week, short enough that a forgotten mail opens nothing."""


def make(*, person_id: str, partner_id: str, by: User, on: date) -> tuple[Link, str]:
    """A new link and its secret part, which is kept nowhere. The teacher's earlier ones stop working."""
    close(person_id=person_id, partner_id=partner_id)
    secret, now = one_time.new_word(), timezone.now()
    link = Link.objects.create(
        secret_hash=one_time.hash_of(secret),
        person_id=person_id,
        partner_id=partner_id,
        made_by=by,
        made=now,
        made_on=on,
        expires=now + LASTS,
    )
    return link, secret


def note_mailed(secret: str) -> None:
    """The link went to the teacher's address, and nobody of the partner saw it."""
    Link.objects.filter(secret_hash=one_time.hash_of(secret)).update(mailed=True)


def find(secret: str) -> Link | None:
    """The link with this secret part if it can still be opened."""
    return openable().filter(secret_hash=one_time.hash_of(secret)).first()


def openable() -> QuerySet[Link]:
    """Links that open a row: not answered, not closed, not too old."""
    return Link.objects.filter(answered=None, closed=None, expires__gt=timezone.now())


def close(*, person_id: str, partner_id: str) -> int:
    """Let no link of this teacher and partner open anything any more, nor what one has opened go on."""
    of_teacher = Link.objects.filter(person_id=person_id, partner_id=partner_id, closed=None)
    return of_teacher.update(closed=timezone.now())
