"""The partner's side: ask a teacher how it is going, and note that one wants to stop sharing."""

from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from catchment.portal import audit, clock, mail
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.permissions import Permission
from catchment.portal.checkin import links, said, usecases
from catchment.portal.mail.letter import write
from catchment.portal.roster import table

TEMPLATE = "check_in"


@opened_by(Rule.PARTNER, Permission.SEND_CHECKIN)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, person_id: str) -> HttpResponse:
    """What a check-in is, and two buttons: send the mail, or make a link to pass on oneself."""
    context = _context(request, person_id)
    if request.method == "GET":
        audit.saw_teachers(request, "check-in", [person_id])
        return render(request, "checkin/ask.html", context)
    try:
        secret = usecases.ask(
            person_id=person_id,
            partner_id=request.membership.partner_id,
            by=request.user,
            on=clock.today(request.reader),
        )
    except usecases.TooMany:
        return render(request, "checkin/ask.html", {**context, "too_many": True}, status=429)
    address = request.build_absolute_uri(reverse("check_in_link", args=[secret]))
    letter = _letter(request, context["teacher"], address)
    by_mail = request.POST.get("how") == "mail"
    sent = by_mail and _send(request, context["teacher"], letter)
    if sent:
        links.note_mailed(secret)
    made = {
        "address": address,
        "sent": sent,
        "failed": by_mail and not sent,
        "letter": "" if sent else _mailto(context["teacher"]["email"], letter),
    }
    return render(request, "checkin/asked.html", {**context, **made})


@opened_by(Rule.PARTNER, Permission.STOP_SHARING)
@require_POST
def stop(request: HttpRequest, person_id: str) -> HttpResponse:
    """A teacher said that they want to stop sharing; from now on no page shows them."""
    context = _context(request, person_id)
    usecases.stop_sharing(
        person_id=person_id,
        partner_id=request.membership.partner_id,
        by=request.user,
        on=clock.today(request.reader),
    )
    return render(request, "checkin/stopped_by_partner.html", {"name": context["teacher"]["name"]})


def _context(request: HttpRequest, person_id: str) -> dict[str, Any]:
    """The teacher's newest row, and when they were asked; 404 for whoever does not share with the partner."""
    partner_id = request.membership.partner_id
    rows = table.person(request.reader, partner_id, person_id)
    if not rows:
        raise Http404
    return {
        "teacher": rows[0],
        "asked_on": said.asked(partner_id).get(person_id),
        "days": links.LASTS.days,
        "most": usecases.MOST_LINKS_A_DAY,
    }


def _letter(request: HttpRequest, teacher: dict[str, Any], address: str) -> dict[str, str]:
    return {
        "name": teacher["first_name"] or teacher["name"],
        "course": teacher["course"],
        "partner": request.membership.name,
        "sender": request.user.name,
        "address": address,
        "days": str(links.LASTS.days),
    }


def _send(request: HttpRequest, teacher: dict[str, Any], letter: dict[str, str]) -> bool:
    """Whether the mail server took the letter."""
    if not teacher["email"]:
        return False
    try:
        mail.send(
            teacher["email"], TEMPLATE, letter, by=request.user, partner_id=request.membership.partner_id
        )
    except mail.NotSent:
        return False
    return True


def _mailto(email: str | None, letter: dict[str, str]) -> str:
    """The same letter for the person's own mail program."""
    written = write(TEMPLATE, letter)
    fields = urlencode({"subject": written.subject, "body": written.text}, quote_via=quote)
    return f"mailto:{quote(email or '', safe='@')}?{fields}"
