"""A partner's own team: who belongs to it, and what its administrators change."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from catchment.portal import clock
from catchment.portal.accounts import running
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.models import Membership
from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.roles import PARTNER_ROLES
from catchment.portal.my_account.sudo import needs_fresh_sign_in
from catchment.portal.team import listed, usecases


@opened_by(Rule.PARTNER, Permission.SEE_TEAM)
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """The colleagues of the current partner."""
    place = request.membership
    context = {
        "lines": listed.team(place.partner_id, place.name),
        "may_change": request.visit.may(Permission.CHANGE_ROLE, place.partner_id),
    }
    return render(request, "team/team.html", context)


@opened_by(Rule.PARTNER, Permission.CHANGE_ROLE)
@require_GET
def member(request: HttpRequest, membership: int) -> HttpResponse:
    """One colleague: their role, and taking them off the team."""
    row = _colleague(request, membership)
    context = {
        "line": listed.one(row, request.membership.name),
        "roles": PARTNER_ROLES,
        "is_self": row.person_id == request.user.pk,
    }
    return render(request, "team/member.html", context)


@opened_by(Rule.PARTNER, Permission.CHANGE_ROLE)
@require_POST
@needs_fresh_sign_in
def change_role(request: HttpRequest, membership: int) -> HttpResponse:
    """Give a colleague another role."""
    _colleague(request, membership)
    usecases.change_role(by=request.user, membership=membership, role=request.POST.get("role", ""))
    return redirect("team")


@opened_by(Rule.PARTNER, Permission.REMOVE_PERSON)
@require_POST
@needs_fresh_sign_in
def remove(request: HttpRequest, membership: int) -> HttpResponse:
    """Take a colleague off the team, at once."""
    _colleague(request, membership)
    usecases.remove(by=request.user, membership=membership, on=clock.day_of_accounts())
    return redirect("team")


def _colleague(request: HttpRequest, membership: int) -> Membership:
    """A running membership of the current partner; 404 for any other."""
    rows = running.running().select_related("person")
    row = rows.filter(pk=membership, partner_id=request.membership.partner_id).first()
    if row is None:
        raise Http404
    return row
