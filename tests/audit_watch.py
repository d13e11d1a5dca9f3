"""Watches every request that any test makes: what it shows of teachers or changes must be in the audit."""

import io
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from django.core import mail
from django.db import connection
from django.http import HttpRequest, HttpResponse

from catchment.portal.audit.models import AuditEvent
from catchment.portal.audit.triggers import EVENTS
from tests.portal_release import NORTH, SOUTH, last_name, person_id

WRITTEN = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
APART = re.compile(
    r"django_session|axes_\w+|audit_\w+|django_tasks\w*|usersessions_\w+|django_content_type|shared_cache"
)
"""Tables that say nothing of what somebody did: sessions, counts of attempts, the audit itself, the queue."""
TEACHER = re.compile(rf"({NORTH.title()}|{SOUTH.title()})sample(\d\d)")


class WatchMiddleware:
    """Raises where a request leaves no trace that should, so that the test that made it fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        written: list[str] = []
        letters = len(getattr(mail, "outbox", ()))
        # a letter on its way in the background is an earlier request's
        on_their_way = any(thread.name == "letter" for thread in threading.enumerate())
        with connection.execute_wrapper(_noting(written)):
            response = self.get_response(request)
        count = written.count(EVENTS)
        events = list(AuditEvent.objects.all()[:count]) if count else []
        sent = len(getattr(mail, "outbox", ())) > letters and not on_their_way
        found = [
            *_unrecorded(written, events),
            *_unseen(request, response, events),
            *_left(response, events, sent),
        ]
        if found:
            raise AssertionError(f"{request.method} {request.path}: the audit says nothing of {found}")
        return response


def _noting(written: list[str]) -> Callable[..., Any]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        match = WRITTEN.match(sql)
        if match:
            written.append(match[1])
        return execute(sql, params, many, context)

    return note


def _unrecorded(written: list[str], events: list[AuditEvent]) -> Iterator[str]:
    """Tables that changed without an event."""
    if not events:
        yield from sorted({f"a change of {table}" for table in written if not APART.fullmatch(table)})


def _unseen(request: HttpRequest, response: HttpResponse, events: list[AuditEvent]) -> Iterator[str]:
    """Teachers whose names are in the answer, but not in an event."""
    if response.streaming or response.status_code != 200:
        return
    asked = set(TEACHER.findall(request.get_full_path()))
    shown = set(TEACHER.findall(_text(response))) - asked
    noted = {person for event in events for person in event.people}
    for region, number in sorted(shown):
        person = person_id(region.lower(), int(number))
        if person not in noted:
            yield f"the row of {last_name(region.lower(), int(number))}"


def _left(response: HttpResponse, events: list[AuditEvent], sent: bool) -> Iterator[str]:
    """What left the site as a file or a letter."""
    actions = {event.action.partition(".")[0] for event in events}
    if "attachment" in response.headers.get("Content-Disposition", "") and "export" not in actions:
        yield "an export"
    if sent and "mail" not in actions:
        yield "a letter"


def _text(response: HttpResponse) -> str:
    """The answer as text, a workbook unpacked."""
    if response.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(response.content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    return response.content.decode("utf-8", "replace")
