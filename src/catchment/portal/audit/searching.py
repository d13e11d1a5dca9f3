"""Look events up: by who did it or whom it concerns, by partner, teacher, kind and day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from catchment.portal import asked
from catchment.portal.accounts.who_may import Reach
from catchment.portal.audit import words
from catchment.portal.audit.models import AuditedTeacher, AuditEvent

EVERYWHERE = Reach(everywhere=True)

_IDS = {"teacher": "teachers__person_id", "partner_id": "partner_id", "release": "release"}


@dataclass(frozen=True)
class Wanted:
    """What is looked for; blank is any. `person`: an account's number. `until`: the last day that counts."""

    person: int | None = None
    partner_id: str = ""
    teacher: str = ""
    kind: str = ""
    release: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def narrowed(self) -> bool:
        return self != Wanted()

    def said(self) -> dict[str, str | int]:
        """What was asked for, for the record of who searched; of ids those that the record knows.

        Whatever else is typed for one may be an address or a name.
        """
        said = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.__dict__.items()
            if value
        }
        return said | {name: "unknown" for name in _IDS if name in said and not _known(name, said[name])}


def read(values: Mapping[str, str]) -> Wanted:
    """What a URL asks for; what makes no sense is left out."""
    kind = values.get("kind", "")
    return Wanted(
        person=asked.whole(values.get("person", "")),
        partner_id=values.get("partner", "")[:64],
        teacher=values.get("teacher", "").strip()[:64],
        kind=kind if kind in words.KINDS else "",
        release=values.get("release", "")[:64],
        since=_day(values.get("since", "")),
        until=_day(values.get("until", "")),
    )


def find(wanted: Wanted, reach: Reach = EVERYWHERE) -> QuerySet[AuditEvent]:
    """The events, newest first, of those partners that `reach` covers."""
    events = AuditEvent.objects.select_related("actor", "about").filter(_condition(wanted))
    return events if reach.everywhere else events.filter(partner_id__in=reach.partners)


def noted(person_id: str) -> str:
    """The id of a teacher who is in the record, also one who is in no release any more; else blank."""
    return person_id if AuditedTeacher.objects.filter(person_id=person_id).exists() else ""


def _known(name: str, value: str) -> bool:
    return AuditEvent.objects.filter(**{_IDS[name]: value}).exists()


def _condition(wanted: Wanted) -> Q:
    condition = Q()
    if wanted.person:
        condition &= Q(actor=wanted.person) | Q(about=wanted.person)
    if wanted.teacher:
        condition &= Q(teachers__person_id=wanted.teacher)
    if wanted.kind:
        condition &= _any_of(words.KINDS[wanted.kind][1])
    if wanted.since:
        condition &= Q(at__gte=_midnight(wanted.since))
    if wanted.until:
        condition &= Q(at__lt=_midnight(wanted.until + timedelta(days=1)))
    same = {"partner_id": wanted.partner_id, "release": wanted.release}
    return condition & Q(**{name: value for name, value in same.items() if value})


def _any_of(beginnings: tuple[str, ...]) -> Q:
    condition = Q()
    for beginning in beginnings:
        condition |= Q(action__startswith=beginning)
    return condition


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _day(text: str) -> date | None:
    """A day as browsers send it; none that a calendar of ours would not hold."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 3000 else None
