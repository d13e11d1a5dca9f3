"""What somebody sees when their organization did not sign them in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from catchment.portal.accounts.access import Rule, opened_by


@opened_by(Rule.PUBLIC)
@require_GET
def cancelled(request: HttpRequest) -> HttpResponse:
    return redirect("account_login")


@opened_by(Rule.PUBLIC)
@require_GET
def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "sign_on/failed.html", status=400)
