"""The page on which somebody invites, of a partner's team and of program staff."""

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catchment.network.errors import BadInput
from catchment.portal import mail
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.permissions import Permission
from catchment.portal.invitations import sending
from catchment.portal.invitations.forms import Invite
from catchment.portal.invitations.models import Invitation
from catchment.portal.my_account.sudo import needs_fresh_sign_in

TEAM, DESK = "invitations", "desk_invitations"


def _page(request: HttpRequest, name: str) -> HttpResponse:
    """Whoever invites from page `name`; after a letter went out, the page anew."""
    partners, into_program = _partners(request), _into_program(request)
    form = Invite(request.POST or None, partners=partners, into_program=into_program)
    if request.method == "POST" and form.is_valid() and _sent(request, form):
        return redirect(name)
    waiting = [
        {"row": row, "partner": partners.get(row.partner_id, "")}
        for row in sending.waiting_at(partners, into_program)
    ]
    page = {"form": form, "waiting": waiting, "desk": name == DESK}
    page["mail_folder"] = settings.CATCHMENT_MAIL_FOLDER
    return render(request, "invitations/invite.html", page)


@opened_by(Rule.PARTNER, Permission.INVITE)
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest) -> HttpResponse:
    """Invite a colleague to the current partner."""
    return _page(request, TEAM)


@opened_by(Rule.STAFF, Permission.INVITE)
@require_http_methods(["GET", "POST"])
@needs_fresh_sign_in
def desk(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a partner or into the program."""
    return _page(request, DESK)


def _again(request: HttpRequest, number: int, name: str) -> HttpResponse:
    invitation = _mine(request, number)
    if not ratelimit.consume(request, action="invitation_letter", key=invitation.email):
        messages.warning(request, _("That was sent several times already. Wait an hour."))
        return redirect(name)
    _tried(request, lambda: sending.send_again(_sender(request), invitation), _("The letter was sent again."))
    return redirect(name)


def _back(request: HttpRequest, number: int, name: str) -> HttpResponse:
    sending.take_back(request.user, _mine(request, number))
    messages.success(request, _("The invitation was taken back; its link is dead."))
    return redirect(name)


@opened_by(Rule.PARTNER, Permission.INVITE)
@require_POST
def team_again(request: HttpRequest, number: int) -> HttpResponse:
    return _again(request, number, TEAM)


@opened_by(Rule.PARTNER, Permission.INVITE)
@require_POST
def team_back(request: HttpRequest, number: int) -> HttpResponse:
    return _back(request, number, TEAM)


@opened_by(Rule.STAFF, Permission.INVITE)
@require_POST
@needs_fresh_sign_in
def desk_again(request: HttpRequest, number: int) -> HttpResponse:
    return _again(request, number, DESK)


@opened_by(Rule.STAFF, Permission.INVITE)
@require_POST
def desk_back(request: HttpRequest, number: int) -> HttpResponse:
    return _back(request, number, DESK)


def _sent(request: HttpRequest, form: Invite) -> bool:
    if not ratelimit.consume(request, action="invite"):
        form.add_error(None, _("That are many invitations for one hour. Wait a little."))
        return False
    wanted = form.cleaned_data
    if not ratelimit.consume(request, action="invitation_letter", key=wanted["email"].lower()):
        form.add_error(None, _(sending.NOT_NOW))
        return False
    try:
        return _tried(
            request,
            lambda: sending.invite(
                _sender(request),
                email=wanted["email"],
                name=wanted["name"],
                partner_id=form.place,
                role=wanted["role"],
            ),
            _("The invitation is on its way."),
        )
    except BadInput as error:
        form.add_error(None, str(error))
        return False


def _tried(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    try:
        act()
    except mail.NotSent:
        messages.error(
            request, _("The invitation is kept, but the mail server did not take the letter. Send it again.")
        )
    else:
        messages.success(request, done)
    return True


def _mine(request: HttpRequest, number: int) -> Invitation:
    """A waiting invitation to a place of this page, so that a partner's page acts on its own alone."""
    return get_object_or_404(sending.waiting_at(_partners(request), _into_program(request)), pk=number)


def _into_program(request: HttpRequest) -> bool:
    """A team's page gives places in the team alone, whoever it is that opens it."""
    return request.access.rule is Rule.STAFF and bool(request.visit.may(Permission.INVITE))


def _partners(request: HttpRequest) -> dict[str, str]:
    if request.access.rule is Rule.PARTNER:
        return {request.membership.partner_id: request.membership.name}
    rows = request.reader.query("SELECT partner_id, name FROM partners")
    reach = request.visit.reach(Permission.INVITE)
    return {row["partner_id"]: row["name"] for row in rows if reach.covers(row["partner_id"])}


def _sender(request: HttpRequest) -> sending.Sender:
    def link(word: str) -> str:
        return request.build_absolute_uri(reverse("invitation", args=[word]))

    return sending.Sender(request.user, settings.CATCHMENT_NAME, _partners(request), link)
