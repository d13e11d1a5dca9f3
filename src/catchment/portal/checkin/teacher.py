"""The teacher's side of the door. Opening the link shows a button; only the button opens the row."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catchment.portal import audit, mail
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.checkin import door as doors
from catchment.portal.checkin import usecases
from catchment.portal.checkin.door import Door
from catchment.portal.checkin.forms import AnswerForm, EmailForm
from catchment.words.checkins import ANSWERS

log = logging.getLogger(__name__)

Act = Callable[[HttpRequest, Door], HttpResponse]


def _closed(request: HttpRequest) -> HttpResponse:
    """The same page for a link that never was, was used, was replaced, or is too old."""
    return render(request, "checkin/closed.html", status=410)


def _at_the_door(act: Act) -> Callable[[HttpRequest], HttpResponse]:
    """Give the view the door that is open for this browser; without one, or once used, the closed page."""

    def view(request: HttpRequest) -> HttpResponse:
        door = doors.of(request)
        if door is None or request.user.is_authenticated:
            return _closed(request)
        try:
            return act(request, door)
        except usecases.Used:
            return _closed(request)

    return opened_by(Rule.PUBLIC)(never_cache(view))


@opened_by(Rule.PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """A page with one button. Programs that read mail follow links, but press nothing.

    Not for somebody who is signed in: whoever tries the link they made must not answer for the teacher.
    """
    if request.method == "GET" or request.user.is_authenticated:
        return render(request, "checkin/knock.html")
    return redirect("check_in") if doors.open_by(request, secret) else _closed(request)


@require_GET
@_at_the_door
def row(request: HttpRequest, door: Door) -> HttpResponse:
    """The question, and what the partner sees."""
    return _page(request, door)


@require_POST
@_at_the_door
def answer(request: HttpRequest, door: Door) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, door, answer_form=form)
    usecases.answer(door=door, said=form.cleaned_data["answer"])
    return redirect("check_in")


@require_POST
@_at_the_door
def correct_email(request: HttpRequest, door: Door) -> HttpResponse:
    form = EmailForm(request.POST, now=door.rows[0]["email"] if door.rows else "")
    if not form.is_valid():
        return _page(request, door, email_form=form)
    usecases.correct_email(door=door, email=form.cleaned_data["email"])
    _tell_old_address(door)
    return redirect("check_in")


@require_POST
@_at_the_door
def stop(request: HttpRequest, door: Door) -> HttpResponse:
    """Stop sharing, and show that it is done: there is no row to go back to."""
    partner = door.partner
    usecases.stop(door=door)
    doors.shut(request)
    return render(request, "checkin/stopped.html", {"partner": partner})


@require_POST
@_at_the_door
def leave(request: HttpRequest, _door: Door) -> HttpResponse:
    doors.shut(request)
    return render(request, "checkin/left.html")


def _tell_old_address(door: Door) -> None:
    """Whoever loses an address hears of it there: the link may have come into other hands."""
    before = door.rows[0]["email"]
    if not before:
        return
    try:
        mail.send(before, "email_corrected", {"partner": door.partner}, partner_id=door.link.partner_id)
    except mail.NotSent as error:
        log.warning("nobody was told at their former address: %s", error)


def _page(
    request: HttpRequest,
    door: Door,
    answer_form: AnswerForm | None = None,
    email_form: EmailForm | None = None,
) -> HttpResponse:
    if not door.rows:
        return _closed(request)
    teacher = door.rows[0]
    audit.record(
        by=None,
        action="checkin.view",
        partner_id=door.link.partner_id,
        release=door.reader.release_id,
        teachers=[door.link.person_id],
    )
    context = {
        "door": door,
        "rows": door.rows,
        "teacher": teacher,
        "answers": ANSWERS,
        "answer_form": answer_form or AnswerForm(),
        "email_form": email_form or EmailForm(initial={"email": teacher["email"]}, now=teacher["email"]),
        "minutes": int(doors.OPEN_FOR.total_seconds() // 60),
    }
    wrong = any(form is not None for form in (answer_form, email_form))
    return render(request, "checkin/row.html", context, status=422 if wrong else 200)
