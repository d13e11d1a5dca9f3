from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from catchment.portal import definitions, downloads, paging, years
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.recruit import filters, said, schools, sheet
from catchment.words import activity, withheld
from catchment.words.codes import BANDS, LOCALE_GROUPS

METRICS = (
    "students",
    "groups_left_out",
    "gender_base",
    "female",
    "school_status",
    "school_active",
    "grade_bands",
    "high_needs",
    "rural",
    "frl_share",
)


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
        "activities": activity.LABELS,
        "bands": BANDS,
        "locales": LOCALE_GROUPS,
        "school_year": years.running(reader),
        "not_yet": years.not_yet(reader),
        "few": withheld.fewer_than(schools.thresholds(reader)),
        "definitions": definitions.of(reader, METRICS),
    }
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, "recruit/table.html" if part else "recruit/schools.html", context)


@opened_by(Rule.PARTNER)
@require_GET
def school_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list under the URL's filters as a file."""
    reader = request.reader
    wanted = filters.read(request.GET, schools.choices(reader))
    return downloads.answer(request, "schools", kind, [sheet.of(schools.everything(reader, wanted))])


@opened_by(Rule.PARTNER)
@require_GET
def school(request: HttpRequest, school_id: str) -> HttpResponse:
    """One school of the region: public facts, and what is published of its computer science."""
    found = schools.school(request.reader, school_id)
    if found is None:
        raise Http404
    context = {
        "school": found,
        "rows": schools.by_course(request.reader, school_id),
        "years": schools.by_year(request.reader, school_id),
        "n": said.threshold(request.reader, found["state"]),
        "running": years.running(request.reader),
        "definitions": definitions.of(request.reader, METRICS),
    }
    return render(request, "recruit/school.html", context)
