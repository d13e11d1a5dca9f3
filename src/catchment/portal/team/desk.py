"""The desk's pages about people: all partners' teams, one person, and what is settled of a partner."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catchment.portal import clock
from catchment.portal.accounts import running, scope, who_may
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.models import Membership
from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.roles import PARTNER_ROLES
from catchment.portal.my_account.sudo import needs_fresh_sign_in
from catchment.portal.team import listed, usecases
from catchment.portal.team.terms import TermsForm


@opened_by(Rule.STAFF, Permission.SEE_TEAM)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who belongs to a partner in reach."""
    reach, names = request.visit.reach(Permission.SEE_TEAM), scope.names(request.reader)
    within = {key: name for key, name in names.items() if reach.covers(key)}
    partner_id = request.GET.get("partner", "")
    context = {
        "lines": listed.people(reach, names, partner_id if partner_id in within else ""),
        "partners": sorted(within.items(), key=lambda item: item[1].casefold()),
        "partner_id": partner_id,
        "staff": listed.staff() if request.visit.may(Permission.CHANGE_STAFF) else (),
    }
    return render(request, "team/people.html", context)


@opened_by(Rule.STAFF, Permission.SEE_TEAM)
@require_GET
def member(request: HttpRequest, membership: int) -> HttpResponse:
    """One person at one partner: their role, what they may do and why, and looking as them."""
    row = _member(request, membership)
    may = request.visit.may
    context = {
        "line": listed.one(row, scope.names(request.reader).get(row.partner_id, row.partner_id)),
        "roles": PARTNER_ROLES,
        "is_self": row.person_id == request.user.pk,
        "may_change": may(Permission.CHANGE_ROLE, row.partner_id),
        "may_look": not row.person.is_program_staff and may(Permission.VIEW_AS, row.partner_id),
        "decisions": [
            (permission, who_may.decide(row.person, permission, row.partner_id)) for permission in Permission
        ],
    }
    return render(request, "team/person.html", context)


@opened_by(Rule.STAFF, Permission.CHANGE_ROLE)
@require_POST
@needs_fresh_sign_in
def change_role(request: HttpRequest, membership: int) -> HttpResponse:
    """Give somebody of a partner another role."""
    usecases.change_role(by=request.user, membership=membership, role=request.POST.get("role", ""))
    return redirect("person", membership)


@opened_by(Rule.STAFF, Permission.REMOVE_PERSON)
@require_POST
@needs_fresh_sign_in
def remove(request: HttpRequest, membership: int) -> HttpResponse:
    """End somebody's membership, at once."""
    usecases.remove(by=request.user, membership=membership, on=clock.day_of_accounts())
    return redirect("people")


@opened_by(Rule.STAFF, Permission.SET_TERMS)
@require_http_methods(["GET", "POST"])
@needs_fresh_sign_in
def partner(request: HttpRequest, partner_id: str) -> HttpResponse:
    """A partner's last day, its second factor, and who of the program looks after it."""
    names = scope.names(request.reader)
    if partner_id not in names or not request.visit.may(Permission.SET_TERMS, partner_id):
        raise Http404
    form = TermsForm(partner_id, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save(by=request.user)
        return redirect("people")
    return render(request, "team/partner.html", {"form": form, "name": names[partner_id]})


def _member(request: HttpRequest, membership: int) -> Membership:
    """A running membership at a partner in reach; 404 for any other."""
    row = running.running().select_related("person").filter(pk=membership).first()
    if row is None or not request.visit.may(Permission.SEE_TEAM, row.partner_id):
        raise Http404
    return row
