"""The desk's pages of the record. Looking at them is part of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catchment.portal import audit, downloads, paging
from catchment.portal.accounts import scope
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.models import User
from catchment.portal.accounts.permissions import Permission
from catchment.portal.audit import exposure, listed, searching, words
from catchment.portal.roster import teachers


@opened_by(Rule.STAFF, Permission.READ_AUDIT)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The record, newest first. The URL says what is looked for in numbers, never by a name or an address."""
    wanted = searching.read(request.GET)
    names = scope.names(request.reader)
    audit.record(by=request.user, action="audit.search", detail=wanted.said())
    context = {
        "page": listed.page(wanted, _reach(request), names, paging.number(request.GET)),
        "wanted": wanted,
        "people": User.objects.order_by("name", "pk"),
        "partners": sorted(names.items(), key=lambda item: item[1]),
        "kinds": {code: name for code, (name, _beginnings) in words.KINDS.items()},
    }
    return render(request, "audit/search.html", context)


@opened_by(Rule.STAFF, Permission.READ_AUDIT)
@require_POST
def find_teacher(request: HttpRequest) -> HttpResponse:
    """From a teacher's e-mail address, or their number, to who saw them. The address stays out of the URL."""
    said = request.POST.get("teacher", "").replace("\0", "").strip()[:254]
    person_id = teachers.known_as(request.reader, said) or searching.noted(said)
    audit.record(by=request.user, action="audit.find", detail={"teacher": person_id})
    if person_id:
        return redirect(f"{reverse('audit')}?{urlencode({'teacher': person_id})}")
    messages.warning(
        request,
        _("No teacher of the published release has this address, and none in the record this number."),
    )
    return redirect("audit")


@opened_by(Rule.STAFF, Permission.READ_AUDIT)
@require_GET
def exposed(request: HttpRequest) -> HttpResponse:
    """Who has seen what of a release."""
    release, names = _release(request), scope.names(request.reader)
    audit.record(by=request.user, action="audit.exposure", release=release)
    found = exposure.of(release, _reach(request))
    context = {
        "found": found,
        "lines": [(names.get(each.partner_id, each.partner_id), each) for each in found.seen],
        "releases": sorted({release, *exposure.releases(_reach(request))}, reverse=True),
        "current": request.reader.release_id,
    }
    return render(request, "audit/exposure.html", context)


@opened_by(Rule.STAFF, Permission.READ_AUDIT)
@require_GET
def exposed_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    release = _release(request)
    sheet = exposure.sheet(exposure.of(release, _reach(request)), scope.names(request.reader))
    return downloads.answer(request, f"{exposure.FILE}-{release}", kind, [sheet])


def _reach(request: HttpRequest) -> searching.Reach:
    return request.visit.reach(Permission.READ_AUDIT)


def _release(request: HttpRequest) -> str:
    """The release asked for, if something of it was seen; else the one that is up."""
    asked_for = request.GET.get("release", "")
    return asked_for if asked_for in exposure.releases(_reach(request)) else request.reader.release_id
