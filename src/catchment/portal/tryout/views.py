from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from catchment.portal import asked
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.demo import only_here
from catchment.portal.tryout import page, plain
from catchment.portal.tryout.released import Released
from catchment.release.reader import NoRelease, Releases


@opened_by(Rule.PUBLIC)
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """A district of the demo in plain tables, which subtraction breaks, beside what the release says."""
    only_here(request)
    tables = plain.read(settings.CATCHMENT_TRY_TABLES)
    released = _released(tables)
    if tables is None or released is None:
        return render(request, "demo/nothing_to_find.html")
    step = asked.whole(request.GET.get("step", "")) or 1
    left = page.Plainly(tables, request.GET.get("hidden", ""), step)
    chosen = request.GET.get("school", "")
    context = {
        "tables": tables,
        "left": left,
        "schools": released.schools(),
        "district": released.district(),
        "chosen": tables.schools.get(chosen),
        "worlds": released.worlds(chosen) if chosen in tables.schools else [],
    }
    return render(request, "demo/find.html", context)


def _released(tables: plain.Plain | None) -> Released | None:
    """The release as whoever attacks it has it: the anonymous tables of all partners together."""
    if tables is None:
        return None
    try:
        return Released(Releases(settings.CATCHMENT_RELEASES).anonymous(), tables)
    except NoRelease:
        return None
