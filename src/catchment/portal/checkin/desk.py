"""The program's side: a teacher wrote or called to stop sharing. Shows with whom, and never a row."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from catchment.portal import audit, clock
from catchment.portal.accounts import scope
from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.accounts.permissions import Permission
from catchment.portal.checkin import usecases
from catchment.portal.roster import teachers
from catchment.release.reader import Reader

_BY_EMAIL = "SELECT DISTINCT person_id FROM teachers WHERE lower(email) = lower(?)"
_BY_ID = "SELECT DISTINCT person_id FROM teachers WHERE person_id = ?"


class WhoForm(forms.Form):
    """Whom it is about. Sent in the body: an address has no place in a URL."""

    email = forms.EmailField(
        error_messages={
            "required": _("Enter the teacher's e-mail address."),
            "invalid": _("Enter an e-mail address like name@school.org."),
        }
    )


@opened_by(Rule.STAFF, Permission.STOP_SHARING)
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """With which partners the teacher with an address shares."""
    form = WhoForm(request.POST if request.method == "POST" else None)
    context = {"form": form}
    if form.is_valid():
        found = context["found"] = _sharing(request.reader, form.cleaned_data["email"])
        audit.record(
            by=request.user,
            action="teachers.find",
            release=request.reader.release_id,
            teachers=[each["person_id"] for each in found],
        )
    return render(request, "checkin/desk.html", context)


@opened_by(Rule.STAFF, Permission.STOP_SHARING)
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """End sharing with one partner; 404 unless the teacher shares with it and it is one of the person's."""
    person_id, partner_id = request.POST.get("teacher", ""), request.POST.get("partner", "")
    if not _finds(request.reader, partner_id, _BY_ID, person_id):
        raise Http404
    usecases.stop_sharing(
        person_id=person_id, partner_id=partner_id, by=request.user, on=clock.today(request.reader)
    )
    partner = scope.names(request.reader).get(partner_id, partner_id)
    return render(request, "checkin/desk.html", {"form": WhoForm(), "stopped": partner})


def _sharing(reader: Reader, email: str) -> list[dict[str, str]]:
    """Person and partner, for each partner within reach that the teacher shares with, by name."""
    names = sorted(scope.names(reader).items(), key=lambda item: item[1])
    return [
        {"person_id": person_id, "partner_id": partner_id, "partner": name}
        for partner_id, name in names
        for person_id in _finds(reader, partner_id, _BY_EMAIL, email)
    ]


def _finds(reader: Reader, partner_id: str, sql: str, value: str) -> list[str]:
    if "roster" not in reader.tables:
        return []
    return [row["person_id"] for row in teachers.query(reader, partner_id, sql, [value])]
