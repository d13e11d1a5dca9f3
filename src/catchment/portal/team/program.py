"""The desk's page about one person of the program: another role, none, or a closed account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.models import User
from catchment.portal.accounts.permissions import Permission
from catchment.portal.accounts.roles import STAFF_ROLES
from catchment.portal.my_account.sudo import needs_fresh_sign_in
from catchment.portal.team import listed, staffing


@opened_by(Rule.STAFF, Permission.CHANGE_STAFF)
@require_GET
def member(request: HttpRequest, number: int) -> HttpResponse:
    """Who it is, and what can be taken away."""
    person = _one(number)
    context = {
        "person": person,
        "roles": STAFF_ROLES,
        "is_self": person == request.user,
    }
    return render(request, "team/staff.html", context)


@opened_by(Rule.STAFF, Permission.CHANGE_STAFF)
@require_POST
@needs_fresh_sign_in
def change_role(request: HttpRequest, number: int) -> HttpResponse:
    """Another role, or none."""
    role = request.POST.get("role", "")
    if role not in {"none", *(each.code for each in STAFF_ROLES)}:
        raise Http404
    staffing.change_role(by=request.user, number=_one(number).pk, role="" if role == "none" else role)
    return redirect("people")


@opened_by(Rule.STAFF, Permission.CHANGE_STAFF)
@require_POST
@needs_fresh_sign_in
def close(request: HttpRequest, number: int) -> HttpResponse:
    """The whole account."""
    staffing.close(by=request.user, number=_one(number).pk)
    return redirect("people")


def _one(number: int) -> User:
    return get_object_or_404(listed.staff(), pk=number)
