from allauth.account import views as allauth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from catchment.portal.accounts import usecases
from catchment.portal.accounts.access import Rule, opened_by

sign_in = opened_by(Rule.PUBLIC)(allauth_views.LoginView.as_view())
sign_out = opened_by(Rule.PERSON, while_looking=True)(allauth_views.LogoutView.as_view())
inactive = opened_by(Rule.PUBLIC)(allauth_views.AccountInactiveView.as_view())


@opened_by(Rule.PERSON)
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Look at another of my partners."""
    usecases.switch(request=request, partner_id=request.POST.get("partner", ""))
    return redirect("home")
