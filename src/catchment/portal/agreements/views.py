from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from catchment.portal import paging
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.permissions import Permission
from catchment.portal.agreements import accepting, register, wording


@opened_by(Rule.PERSON)
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest) -> HttpResponse:
    """The text that is in force, and a button that accepts it for one partner, or for the program."""
    text, own = wording.current(), accepting.places(request.visit)
    if not own:
        raise Http404
    asked = request.POST.get("partner") if request.method == "POST" else accepting.next_place(request.visit)
    if asked not in own:
        raise Http404
    if request.method == "POST" and request.POST.get("digest") == text.digest:
        accepting.accept(person=request.user, partner_id=asked, text=text)
        return redirect(_back(request))
    context = {
        "text": text,
        "partner_id": asked,
        "partner": next((place.name for place in request.memberships if place.partner_id == asked), asked),
        "accepted": accepting.latest([request.user.pk]).get((request.user.pk, asked)),
        "is_accepted": accepting.has_accepted(request.user, asked),
        "changed": request.method == "POST",
        "next": request.GET.get("next", ""),
    }
    return render(request, "agreements/agreement.html", context)


@opened_by(Rule.STAFF, Permission.SEE_AGREEMENTS)
@require_GET
def accepted(request: HttpRequest) -> HttpResponse:
    """Who accepted which version, for which partner, and when."""
    reach = request.visit.reach(Permission.SEE_AGREEMENTS)
    context = {
        "current": wording.current(),
        "texts": register.texts(),
        "page": register.page(reach, request.reader, paging.number(request.GET)),
        "standing": register.standing(reach),
    }
    return render(request, "agreements/accepted.html", context)


def _back(request: HttpRequest) -> str:
    """The page that was asked for before, if it is one of this site: an address, not the name of one."""
    page = request.POST.get("next", "")
    ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if ours else "home"
