"""Write down who did or saw what."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from catchment.portal.audit import chain

if TYPE_CHECKING:
    from catchment.portal.accounts.models import User
    from catchment.portal.audit.models import AuditEvent

TURN = 0x0A0D17
"""The lock by which PostgreSQL's writers take turns: any number that nothing else uses."""


def record(
    *,
    by: "User | None",
    action: str,
    object: str = "",
    partner_id: str = "",
    detail: dict[str, Any] | None = None,
    about: "User | None" = None,
    release: str = "",
    teachers: Iterable[str] = (),
    forgets_through: int | None = None,
) -> "AuditEvent":
    """Add one event; within the transaction of what it records, and best as its last step.

    `about`: the person whom it concerns, where that is somebody else. `teachers`: ids of those whose rows it
    showed or concerned. Until the transaction ends, others who write an event wait.
    """
    chain.check_exact(detail or {})
    with transaction.atomic():
        number, previous = take_turn()
        said = chain.Link(
            number=number + 1,
            at=timezone.now(),
            actor=by.pk if by else None,
            about=about.pk if about else None,
            action=action,
            object=object[:200],
            partner_id=partner_id,
            release=release,
            detail=detail or {},
            teachers=sorted(set(teachers)),
            forgets_through=forgets_through,
            previous=previous,
        )
        return _add(said)


def take_turn() -> tuple[int, str]:
    """Number and hash of the last event, which stays the last until this transaction adds one or ends.

    SQLite lets one transaction at a time write, from its first statement on (`environment`); PostgreSQL is
    asked to.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
    events = apps.get_model("audit", "AuditEvent").objects
    return events.order_by("-number").values_list("number", "hash").first() or (0, chain.START)


def _add(said: chain.Link) -> "AuditEvent":
    # models are asked for by name: Django loads this package before any of them
    fields = {
        **said.__dict__,
        "actor_id": said.actor,
        "about_id": said.about,
    }
    for name in ("actor", "about", "teachers"):
        del fields[name]
    event = apps.get_model("audit", "AuditEvent").objects.create(**fields, hash=said.hash())
    row = apps.get_model("audit", "AuditedTeacher")
    row.objects.bulk_create([row(event=event, person_id=person_id) for person_id in said.teachers])
    return event


def saw_teachers(request: HttpRequest, page: str, people: Iterable[str]) -> None:
    """Record whose rows a page shows, so that "who saw this teacher" has an answer."""
    _saw(request, "teachers.view", page, people)


def took_file(request: HttpRequest, name: str, people: Iterable[str] = ()) -> None:
    """Record a file that somebody keeps; `people`: the teachers who are in it."""
    _saw(request, "export.file", name, people)


def _saw(request: HttpRequest, action: str, what: str, people: Iterable[str]) -> None:
    """`about`: as whom staff look at a partner's pages."""
    visit = getattr(request, "visit", None)
    record(
        by=request.user,
        action=action,
        object=what,
        about=visit and visit.seen_as,
        partner_id=request.membership.partner_id if request.membership else "",
        release=request.reader.release_id,
        teachers=people,
    )
