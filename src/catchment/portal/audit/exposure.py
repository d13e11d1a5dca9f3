"""Who has seen what of a release: for the day on which something in it turns out to be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catchment.portal.accounts.who_may import Reach
from catchment.portal.audit.models import AuditedTeacher, AuditEvent
from catchment.portal.audit.searching import EVERYWHERE
from catchment.reports.sheets import Sheet
from catchment.words import dates

FILES = Q(action__startswith="export.")
LOOKS = Q(action__startswith="teachers.") | Q(action__startswith="desk.")
FILE = "exposure"
"""How a file of this report begins; who takes one has seen none of the release by it."""


@dataclass(frozen=True)
class Seen:
    """What one person saw of a release at one partner."""

    partner_id: str
    account: int
    person: str
    email: str
    views: int
    files: int
    teachers: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Exposure:
    """Everybody who saw something of a release, and how many teachers' rows were seen in all."""

    release: str
    seen: list[Seen]
    teachers: int

    @property
    def people(self) -> int:
        return len({each.account for each in self.seen})

    @property
    def files(self) -> int:
        return sum(each.files for each in self.seen)


def of(release: str, reach: Reach = EVERYWHERE) -> Exposure:
    """The exposure of a release at the partners that `reach` covers, by partner and name."""
    events = _events(reach).filter(release=release)
    rows = (
        events.values("partner_id", "actor_id", "actor__name", "actor__email")
        .annotate(
            views=Count("number", filter=LOOKS, distinct=True),
            files=Count("number", filter=FILES, distinct=True),
            teachers=Count("teachers__person_id", distinct=True),
            first=Min("at"),
            last=Max("at"),
        )
        .order_by("partner_id", "actor__name", "actor_id")
    )
    shown = AuditedTeacher.objects.filter(event__in=events).values("person_id").distinct().count()
    return Exposure(release, [_seen(row) for row in rows], shown)


def releases(reach: Reach = EVERYWHERE) -> list[str]:
    """The releases of which something was seen, newest first: their ids begin with their day."""
    events = _events(reach).exclude(release="")
    return sorted(events.order_by().values_list("release", flat=True).distinct(), reverse=True)


def sheet(found: Exposure, names: Mapping[str, str]) -> Sheet:
    """The exposure as a table to keep; `names` of the partners."""
    return Sheet(
        title=_("who saw release %(release)s") % {"release": found.release},
        columns=(
            _("Partner"),
            _("Person"),
            _("E-mail address"),
            _("Times looked"),
            _("Files taken"),
            _("Teachers seen"),
            _("First on"),
            _("Last on"),
        ),
        rows=tuple(
            (
                names.get(each.partner_id, each.partner_id),
                each.person,
                each.email,
                each.views,
                each.files,
                each.teachers,
                dates.day(timezone.localtime(each.first).date()),
                dates.day(timezone.localtime(each.last).date()),
            )
            for each in found.seen
        ),
    )


def _events(reach: Reach) -> QuerySet[AuditEvent]:
    """What people at the partners that `reach` covers saw or took."""
    seen = AuditEvent.objects.filter(LOOKS | FILES, actor__isnull=False)
    seen = seen.exclude(action="export.file", object__startswith=f"{FILE}-")
    return seen if reach.everywhere else seen.filter(partner_id__in=reach.partners)


def _seen(row: dict) -> Seen:
    return Seen(
        partner_id=row["partner_id"],
        account=row["actor_id"],
        person=row["actor__name"],
        email=row["actor__email"],
        **{name: row[name] for name in ("views", "files", "teachers", "first", "last")},
    )
