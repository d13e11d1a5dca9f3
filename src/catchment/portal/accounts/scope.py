"""Which shelves a request can read: decided from the person and the page's rule, before the view runs."""

from dataclasses import dataclass

from django.conf import settings

from catchment.portal.accounts.access import Rule
from catchment.portal.accounts.models import Membership
from catchment.portal.accounts.running import memberships
from catchment.release.reader import Reader, Releases

__all__ = ["Place", "chosen", "memberships", "places", "reader_for"]

SESSION_KEY = "partner"
PARTNER_TABLES = frozenset({"roster", "cohorts", "schools", "school_directory"})


@dataclass(frozen=True)
class Place:
    """A partner that a person belongs to, with its name in the release."""

    partner_id: str
    name: str
    role: str


def chosen(rows: tuple[Membership, ...], wanted: str | None) -> Membership | None:
    """The membership the person chose, if it still runs, else their first."""
    return next((row for row in rows if row.partner_id == wanted), rows[0] if rows else None)


def reader_for(rule: Rule, membership: Membership | None) -> Reader:
    """The one reader a page gets. NoRelease when nothing is published for it."""
    releases = Releases(settings.CATCHMENT_RELEASES)
    if rule is Rule.STAFF:
        return releases.staff()
    if rule is Rule.PARTNER and membership is not None:
        return releases.partner(membership.partner_id)
    return releases.public()


def places(rows: tuple[Membership, ...], reader: Reader) -> tuple[Place, ...]:
    """The memberships with the partners' names, sorted by name."""
    names = {row["partner_id"]: row["name"] for row in reader.query("SELECT partner_id, name FROM partners")}
    named = [Place(row.partner_id, names.get(row.partner_id, row.partner_id), row.role) for row in rows]
    return tuple(sorted(named, key=lambda place: place.name))
