from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from catchment.portal import definitions, paging, years
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.recruit import filters, schools
from catchment.words import withheld
from catchment.words.codes import BANDS, LOCALE_GROUPS

METRICS = ("students", "groups_left_out", "school_active", "grade_bands", "high_needs", "rural", "frl_share")


@opened_by(Rule.PARTNER)
@require_GET
def school_list(request: HttpRequest) -> HttpResponse:
    """Every school of the region; the filters are the URL's."""
    reader = request.reader
    choices = schools.choices(reader)
    wanted = filters.read(request.GET, choices)
    context = {
        "page": schools.page(reader, wanted, paging.number(request.GET)),
        "filters": wanted,
        "choices": choices,
        "bands": BANDS,
        "locales": LOCALE_GROUPS,
        "school_year": years.running(reader),
        "few": withheld.fewer_than(schools.thresholds(reader)),
        "definitions": definitions.of(reader, METRICS),
    }
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, "recruit/table.html" if part else "recruit/schools.html", context)


@opened_by(Rule.PARTNER)
@require_GET
def school(request: HttpRequest, school_id: str) -> HttpResponse:
    """One school of the region: public facts, and what is published of its computer science."""
    found = schools.school(request.reader, school_id)
    if found is None:
        raise Http404
    n = schools.threshold(request.reader, found["state"])
    context = {
        "school": found,
        "rows": schools.by_course(request.reader, school_id, n),
        "n": n,
        "running": years.running(request.reader),
        "definitions": definitions.of(request.reader, METRICS),
    }
    return render(request, "recruit/school.html", context)
