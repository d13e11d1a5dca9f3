from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from catchment.portal import audit, definitions, downloads, freshness
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.permissions import Permission
from catchment.portal.dashboard import calls, geojson, region, shapes, standing, who
from catchment.reports import courses, school_years
from catchment.reports.charts import Chart
from catchment.words.statuses import LABELS

WEEK_METRICS = ("needs_help", "health_status", "teacher_started", "trained", "sharing", "implementation_rate")
REGION_METRICS = (
    "students",
    "groups_left_out",
    "students_estimated",
    "composition",
    "school_active",
    "district_active",
    "district_status",
    "high_needs",
    "rural",
)


@opened_by(Rule.PARTNER, Permission.SEE_TEACHERS)
@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """This week: who to call, and how the cohort stands."""
    reader, partner_id = request.reader, request.membership.partner_id
    waiting = calls.waiting(reader, partner_id)
    shown = waiting[: calls.A_WEEK]
    audit.saw_teachers(request, "week", [call.person_id for call in shown])
    now = standing.of(reader, partner_id)
    context = {
        "calls": shown,
        "later": len(waiting) - len(shown),
        "waiting": len(waiting),
        "standing": now,
        "sharing": now.total("sharing"),
        "started": now.total("started"),
        "trained": now.total("trained"),
        "statuses": [(status, now.statuses[status]) for status in LABELS if now.statuses[status]],
        "sources": freshness.sources(reader),
        "definitions": definitions.of(reader, WEEK_METRICS),
    }
    return render(request, "dashboard/week.html", context)


@opened_by(Rule.PARTNER)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The region in figures, who its students are, and a map."""
    reader, membership = request.reader, request.membership
    figures = region.overview(reader, membership.partner_id)
    context = {
        "region": figures,
        "charts": _charts(figures),
        "who": who.of(reader, membership.partner_id),
        "states": shapes.states(reader),
        "definitions": definitions.of(reader, REGION_METRICS),
    }
    return render(request, "dashboard/region.html", context)


@opened_by(Rule.PARTNER)
@require_GET
def who_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Who the students are, as a file."""
    found = who.of(request.reader, request.membership.partner_id)
    if found is None:
        raise Http404
    return downloads.answer(request, f"students-{found.school_year}", kind, found.sheets)


def _charts(figures: region.Region) -> list[Chart]:
    return [
        courses.chart(figures.by_course, figures.school_year, figures.last_year),
        school_years.chart(figures.by_year, figures.school_year, courses.height(figures.by_course)),
    ]


@opened_by(Rule.PARTNER)
@require_GET
def schools_geojson(request: HttpRequest) -> HttpResponse:
    """The region's schools for the map."""
    return HttpResponse(geojson.schools(request.reader), content_type="application/geo+json")
