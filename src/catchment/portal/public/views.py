from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from catchment.portal import definitions as registry
from catchment.portal import years
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.permissions import Permission
from catchment.portal.public import privacy

_NATION = """
SELECT students, groups_left_out FROM nation WHERE course_id = 'all' AND school_year = ?
"""
_STATES = "SELECT count(DISTINCT geo_id) AS states FROM states WHERE course_id = 'all' AND school_year = ?"


@opened_by(Rule.PUBLIC)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where a person belongs; for everybody else, what this is."""
    if not request.user.is_authenticated:
        return render(request, "public/landing.html", {"nation": _nation(request)})
    visit = request.visit
    if visit.membership:
        return redirect("week" if visit.may(Permission.SEE_TEACHERS, visit.partner_id) else "region")
    if visit.is_staff:
        return redirect("desk")
    return render(request, "public/no_partner.html")


@opened_by(Rule.PUBLIC)
@require_GET
def definitions(request: HttpRequest) -> HttpResponse:
    """How every number is counted."""
    if request.reader is None:
        raise Http404
    return render(request, "public/definitions.html", {"sections": registry.by_section(request.reader)})


@opened_by(Rule.PUBLIC)
@require_GET
def protection(request: HttpRequest) -> HttpResponse:
    """How students are protected, in plain words, with the figures of the release's own attack."""
    context = {"rules": privacy.rules(request.reader), "attack": privacy.attack(request.reader)}
    return render(request, "public/privacy.html", context)


def _nation(request: HttpRequest) -> dict[str, object] | None:
    if request.reader is None or not {"nation", "states"}.issubset(request.reader.tables):
        return None
    label = years.running(request.reader)
    rows = request.reader.query(_NATION, [label])
    return {**rows[0], "school_year": label, **request.reader.query(_STATES, [label])[0]} if rows else None
