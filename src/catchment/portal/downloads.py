"""A page's tables as a file that somebody keeps."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from catchment.portal import audit
from catchment.release.reader import Reader
from catchment.reports import sheets
from catchment.reports.sheets import Sheet


def answer(request: HttpRequest, name: str, kind: str, tables: Sequence[Sheet]) -> HttpResponse:
    """`tables` as `<name>-<release>.csv` or `.xlsx`; 404 for any other kind."""
    if kind not in sheets.KINDS:
        raise Http404
    reader: Reader = request.reader
    why = request.build_absolute_uri(reverse("privacy"))
    content = sheets.write(reader, tables, kind, why)
    audit.took_file(request, f"{name}.{kind}")
    disposition = f'attachment; filename="{name}-{reader.release_id}.{kind}"'
    return HttpResponse(
        content, content_type=sheets.KINDS[kind], headers={"Content-Disposition": disposition}
    )
