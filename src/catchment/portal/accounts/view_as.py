"""Looking at the pages as somebody of a partner would: whom the session names, and until when."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from catchment.portal.accounts.models import User

SESSION_KEY = "view_as"
LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Look:
    """Somebody looks as another person, at one partner."""

    person: User
    partner_id: str


def start(session: SessionBase, person: User, partner_id: str) -> None:
    until = (timezone.now() + LASTS).timestamp()
    session[SESSION_KEY] = {"person": person.pk, "partner": partner_id, "until": until}


def stop(session: SessionBase) -> None:
    session.pop(SESSION_KEY, None)


def of(session: SessionBase) -> Look | None:
    """Whom the session looks as; None for most, and once the time is over or the account is closed."""
    said = session.get(SESSION_KEY)
    if said is None:
        return None
    person = User.objects.filter(pk=said["person"], is_active=True).first()
    if person is None or said["until"] <= timezone.now().timestamp():
        stop(session)
        return None
    return Look(person, said["partner"])
