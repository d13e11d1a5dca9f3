"""Which shelves a request can read: decided from the visit and the page's rule, before the view runs."""

from dataclasses import dataclass

from django.conf import settings

from catchment.portal.accounts.access import Access, Rule
from catchment.portal.accounts.models import Membership
from catchment.portal.accounts.visit import Visit
from catchment.release.reader import Reader, Releases

PARTNER_TABLES = frozenset({"roster", "cohorts", "schools", "school_directory"})


@dataclass(frozen=True)
class Place:
    """A partner that a person belongs to, with its name in the release."""

    partner_id: str
    name: str
    role: str


def reader_for(access: Access, visit: Visit) -> Reader:
    """The one reader a page gets. NoRelease when nothing is published for it."""
    releases = Releases(settings.CATCHMENT_RELEASES)
    if access.rule is Rule.STAFF:
        reach = visit.reach(access.may)
        return releases.staff() if reach.everywhere else releases.some(reach.partners)
    if access.rule is Rule.PARTNER and visit.membership is not None:
        return releases.partner(visit.partner_id)
    return releases.public()


def names(reader: Reader) -> dict[str, str]:
    """The partners' names by id."""
    return {row["partner_id"]: row["name"] for row in reader.query("SELECT partner_id, name FROM partners")}


def places(rows: tuple[Membership, ...], reader: Reader) -> tuple[Place, ...]:
    """The memberships with the partners' names, sorted by name."""
    said = names(reader)
    named = [Place(row.partner_id, said.get(row.partner_id, row.partner_id), row.role) for row in rows]
    return tuple(sorted(named, key=lambda place: place.name))
