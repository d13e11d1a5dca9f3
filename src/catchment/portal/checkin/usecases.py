"""What a teacher and their partner do through check-in links: one function per use case, one transaction."""

import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from catchment.network.errors import BadInput
from catchment.portal import audit, consents, outbox
from catchment.portal.accounts.models import User
from catchment.portal.checkin import links
from catchment.portal.checkin.door import Door
from catchment.portal.checkin.models import Answer, CorrectedEmail, Link

MOST_LINKS_A_DAY = 3
"""For one teacher: a button pressed again and again must not fill anybody's mailbox."""
BY_MAIL = "whoever opened the check-in link mailed to the teacher"


class Used(Exception):
    """The link takes no answer of this kind, has taken its one, or is closed."""


class TooMany(BadInput):
    """The teacher has got enough links today."""


def ask(*, person_id: str, partner_id: str, by: User, on: date) -> str:
    """Make a link for a teacher; its secret part. TooMany where the teacher got several already."""
    with transaction.atomic():
        since = timezone.now() - timedelta(days=1)
        made = Link.objects.filter(person_id=person_id, partner_id=partner_id, made__gt=since)
        if made.count() >= MOST_LINKS_A_DAY:
            raise TooMany(f"A teacher gets at most {MOST_LINKS_A_DAY} check-in links a day.")
        _link, secret = links.make(person_id=person_id, partner_id=partner_id, by=by, on=on)
        audit.record(by=by, action="checkin.ask", partner_id=partner_id, teachers=[person_id])
    return secret


def answer(*, door: Door, said: str) -> None:
    """The teacher's one answer: beside their row from the next page on, and for the next build to know."""
    with transaction.atomic():
        link = _claim(door, "answered")
        who = {"person_id": link.person_id, "partner_id": link.partner_id}
        Answer.objects.create(**who, answer=said, on=door.today, at=timezone.now())
        outbox.add("check_ins", **who, answered_on=door.today, answer=said)
        _record("checkin.answer", link)


def correct_email(*, door: Door, email: str) -> None:
    """The teacher's own address: shown from the next page on, and a correction of every row they have.

    Used where the partner has seen the link: letters to the teacher must not be led elsewhere by others.
    """
    if not door.link.mailed:
        raise Used
    with transaction.atomic():
        link = _claim(door, "corrected")
        who = {"person_id": link.person_id, "partner_id": link.partner_id}
        CorrectedEmail.objects.create(**who, email=email, at=timezone.now())
        trainings = {(row["course_id"], row["training_year"]) for row in door.rows}
        for course_id, training_year in sorted(trainings):
            outbox.add(
                "roster_corrections",
                **who,
                request_id=_request_id(),
                kind="update",
                course_id=course_id,
                training_year=training_year,
                field="email",
                value=email,
                decided_on=door.today,
                decided_by=BY_MAIL,
            )
        _record("checkin.correct_email", link)


def stop(*, door: Door) -> None:
    """The teacher stops sharing with the partner: no page shows them from the next request on."""
    link = _open(door)
    stop_sharing(person_id=link.person_id, partner_id=link.partner_id, by=None, on=door.today)


def stop_sharing(*, person_id: str, partner_id: str, by: User | None, on: date) -> None:
    """A teacher stops sharing with a partner; `by` whom they asked to note it, None: by themselves."""
    with transaction.atomic():
        consents.withdraw(person_id=person_id, partner_id=partner_id, on=on)
        links.close(person_id=person_id, partner_id=partner_id)
        audit.record(by=by, action="consent.withdraw", partner_id=partner_id, teachers=[person_id])


def _claim(door: Door, what: str) -> Link:
    """Mark the link as used for `what`; Used if it was already, also by somebody at the same moment."""
    link = Link.objects.select_for_update().get(pk=_open(door).pk)
    if link.closed is not None or getattr(link, what) is not None:
        raise Used
    setattr(link, what, timezone.now())
    link.save(update_fields=[what])
    return link


def _open(door: Door) -> Link:
    """Used where the teacher does not share any more: what they say would be news to the partner."""
    if not door.rows:
        raise Used
    return door.link


def _record(action: str, link: Link) -> None:
    audit.record(by=None, action=action, partner_id=link.partner_id, teachers=[link.person_id])


def _request_id() -> str:
    """Later ones sort after earlier ones: of two corrections of a day the greater id counts."""
    return f"check-in-{timezone.now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
