"""The pages on which somebody asks for another e-mail address, and confirms it."""

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catchment.portal import mail
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.my_account import new_address
from catchment.portal.my_account.forms import NewAddress
from catchment.portal.my_account.sudo import needs_fresh_sign_in


@opened_by(Rule.PERSON)
@require_http_methods(["GET", "POST"])
@needs_fresh_sign_in
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for another address; the answer is the same for every address."""
    form = NewAddress(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        page = {"new_email": form.cleaned_data["email"]}
        return render(request, "my_account/address_asked.html", page)
    return render(request, "my_account/address.html", {"form": form})


@opened_by(Rule.PUBLIC)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, word: str) -> HttpResponse:
    """Where both letters lead. Nothing happens before a button is pressed."""
    if not ratelimit.consume(request, action="confirm_change"):
        return ratelimit.respond_429(request)
    change = new_address.by_word(word)
    if change is None:
        return _over(request)
    if request.method == "GET":
        page = {"change": change, "old": new_address.is_old(change, word)}
        return render(request, "my_account/address_confirm.html", page)
    if "stop" in request.POST:
        new_address.stop(word)
        return render(request, "my_account/address_stopped.html")
    confirmed = new_address.confirm(word)
    if confirmed is None:
        return _over(request)
    return render(request, "my_account/address_confirmed.html", {"change": confirmed})


def _asked(request: HttpRequest, form: NewAddress) -> bool:
    def link(word: str) -> str:
        return request.build_absolute_uri(reverse("address_confirm", args=[word]))

    if not ratelimit.consume(request, action="change_email"):
        form.add_error(None, _("You asked several times already. Wait an hour."))
        return False
    try:
        new_address.ask(request.user, form.cleaned_data["email"], link, settings.CATCHMENT_NAME)
    except mail.NotSent:
        form.add_error(None, _("The mail server did not take the letters. Try again later."))
        return False
    return True


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "my_account/address_over.html", status=404)
