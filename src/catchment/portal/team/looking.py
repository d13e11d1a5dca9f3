"""Looking at the pages as somebody of a partner would, and stopping."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.permissions import Permission
from catchment.portal.my_account.sudo import needs_fresh_sign_in
from catchment.portal.team import usecases


@opened_by(Rule.STAFF, Permission.VIEW_AS)
@require_POST
@needs_fresh_sign_in
def start(request: HttpRequest, membership: int) -> HttpResponse:
    """Look as a person; what one sees then is what both may."""
    usecases.look_as(by=request.user, membership=membership, session=request.session)
    return redirect("home")


@opened_by(Rule.PERSON, while_looking=True)
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Be oneself again."""
    usecases.stop_looking(by=request.user, session=request.session)
    return redirect("people" if request.user.is_program_staff else "home")
