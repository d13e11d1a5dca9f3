from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from catchment.portal import audit, definitions, freshness, years
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.permissions import Permission
from catchment.portal.desk import partners

METRICS = ("implementation_rate", "teacher_started", "needs_help", "school_active", "students")


@opened_by(Rule.STAFF, Permission.SEE_NETWORK)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The network's partners, sorted by name."""
    reader = request.reader
    audit.record(by=request.user, action="desk.view", object="partners", release=reader.release_id)
    lines = partners.overview(reader, request.visit.reach(Permission.SEE_NETWORK))
    context = {
        "partners": lines,
        "cohort": years.cohort(reader),
        "running": years.running(reader),
        "totals": {
            what: sum(getattr(line, what) for line in lines)
            for what in (
                "trained",
                "sharing",
                "started",
                "needs_help",
                "active_schools",
                "students",
                "groups_left_out",
            )
        },
        "sources": freshness.sources(reader),
        "definitions": definitions.of(reader, METRICS),
    }
    return render(request, "desk/partners.html", context)
