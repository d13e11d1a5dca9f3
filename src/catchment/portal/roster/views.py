from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from catchment.portal import audit, definitions, paging, years
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.permissions import Permission
from catchment.portal.checkin import said
from catchment.portal.roster import filters, table
from catchment.words.statuses import LABELS

METRICS = (
    "health_status",
    "needs_help",
    "teacher_started",
    "completion",
    "furthest_unit",
    "workshop_retention",
)


@opened_by(Rule.PARTNER, Permission.SEE_TEACHERS)
@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """The partner's consenting teachers; the filters are the URL's."""
    reader, partner_id = request.reader, request.membership.partner_id
    choices = table.choices(reader, partner_id)
    wanted = filters.read(request.GET, choices, years.cohort(reader).school_year)
    page = table.page(reader, partner_id, wanted, paging.number(request.GET))
    audit.saw_teachers(request, "roster", sorted({row["person_id"] for row in page.rows}))
    context = {
        "page": page,
        "filters": wanted,
        "choices": choices,
        "statuses": LABELS,
        "definitions": definitions.of(reader, METRICS),
    }
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, "roster/table.html" if part else "roster/roster.html", context)


@opened_by(Rule.PARTNER, Permission.SEE_TEACHERS)
@require_GET
def teacher(request: HttpRequest, person_id: str) -> HttpResponse:
    """One teacher, course by course and year by year."""
    rows = table.person(request.reader, request.membership.partner_id, person_id)
    if not rows:
        raise Http404
    audit.saw_teachers(request, "teacher", [person_id])
    context = {
        "rows": rows,
        "teacher": rows[0],
        "asked_on": said.asked(request.membership.partner_id).get(person_id),
        "definitions": definitions.of(request.reader, METRICS),
    }
    return render(request, "roster/teacher.html", context)
