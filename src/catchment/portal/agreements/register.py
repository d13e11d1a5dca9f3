"""What staff sees of the agreement: its versions, who accepted which, and for how many it is missing."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from catchment.portal import paging
from catchment.portal.accounts import running, scope
from catchment.portal.accounts.models import User
from catchment.portal.accounts.who_may import Reach
from catchment.portal.agreements import wording
from catchment.portal.agreements.models import Acceptance, AgreementText
from catchment.portal.agreements.wording import Part, Wording
from catchment.release.reader import Reader


@dataclass(frozen=True)
class Kept:
    """A text that was accepted, by how many, and whether it is the one in force."""

    version: str
    accepted: int
    in_force: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Standing:
    """How many of those who need to have accepted the text in force."""

    people: int
    accepted: int


def texts() -> list[Kept]:
    """Every text that somebody accepted, the newest first."""
    digest = wording.current().digest
    rows = AgreementText.objects.annotate(count=Count("acceptances"))
    return [
        Kept(row.version, row.count, row.digest == digest, Wording(row.version, row.text).parts)
        for row in rows
    ]


def standing(reach: Reach) -> Standing:
    """Of the memberships that run at the partners in reach, and of staff where the whole network is."""
    digest = wording.current().digest
    done = set(_within(reach).filter(text__digest=digest).values_list("person_id", "partner_id"))
    needed = {
        pair for pair in running.running().values_list("person_id", "partner_id") if reach.covers(pair[1])
    }
    if reach.everywhere:
        staff = User.objects.filter(is_active=True).exclude(staff_role="").values_list("pk", flat=True)
        needed |= {(pk, "") for pk in staff}
    return Standing(len(needed), len(needed & done))


def page(reach: Reach, reader: Reader, number: int) -> paging.Page:
    """Acceptances, the newest first, with the partners' names."""
    rows, names = _within(reach).select_related("person", "text"), scope.names(reader)
    first = (number - 1) * paging.SIZE
    shown = [
        {"row": row, "partner": names.get(row.partner_id, row.partner_id)}
        for row in rows[first : first + paging.SIZE]
    ]
    return paging.Page(shown, number, rows.count())


def _within(reach: Reach) -> QuerySet[Acceptance]:
    rows = Acceptance.objects.all()
    return rows if reach.everywhere else rows.filter(partner_id__in=reach.partners)
