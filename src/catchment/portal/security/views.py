from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.security import sessions


@opened_by(Rule.PERSON, while_looking=True)
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """How many seconds are left of one's session. To ask does not make them more; a pressed button does."""
    return HttpResponse(str(sessions.left(request)), content_type="text/plain; charset=utf-8")
