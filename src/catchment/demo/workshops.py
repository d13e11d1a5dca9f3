"""The partners' workshops: summer weeks, quarters of the academic year, K-5 introductions, deep dives."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from catchment.demo import dates
from catchment.demo.chance import stream
from catchment.demo.columns import Columns
from catchment.demo.curriculum import COURSES, CSA, CSD, CSP, K5
from catchment.demo.partners import Plan
from catchment.demo.people import People
from catchment.demo.places import Places

_ROOM = 30
SECONDARY = (CSD, CSP, CSA)
_AS_OF = dates.number(dates.AS_OF)
_QUARTERS = (("1", 10, 4), ("2", 12, 6), ("3", 2, 1), ("4", 4, 12))
"""Quarter and about when its Saturday is: month and day."""
_TWO_DAYS = (("1;2", 10, 18), ("3;4", 3, 1))


@dataclass(frozen=True)
class Workshop:
    """One workshop. `cohort` is the place of its training year in `dates.YEARS` (one past the last for next
    summer's); `days` are its sessions; `partner` is -1 for nobody's."""

    id: str
    partner: int
    course: int
    kind: str
    cohort: int
    days: tuple[int, ...]
    quarters: str | None = None
    school: int = -1
    deleted: bool = False


@dataclass(frozen=True)
class Offer:
    """Every workshop, and the one that trains each trained person (place in `workshops`)."""

    workshops: tuple[Workshop, ...]
    training: np.ndarray

    def quarters_of(self) -> dict[tuple[int, int, int], list[int]]:
        """The quarter workshops of a partner, course and cohort."""
        found: dict[tuple[int, int, int], list[int]] = {}
        for place, workshop in enumerate(self.workshops):
            if workshop.kind == "quarter":
                found.setdefault((workshop.partner, workshop.course, workshop.cohort), []).append(place)
        return found

    def deep_dives(self) -> list[int]:
        return [place for place, workshop in enumerate(self.workshops) if workshop.kind == "deep_dive"]

    def coming(self) -> list[int]:
        """Next summer's workshops, which are filling now."""
        return [place for place, workshop in enumerate(self.workshops) if workshop.days[0] > _AS_OF]


def offer(places: Places, plan: Plan, people: People, seed: int) -> Offer:
    """Workshops for everybody who was trained, and those of next summer."""
    chance = stream(seed, "workshops")
    workshops: list[Workshop] = []
    training = np.full(people.trained, -1)
    for partner, cohort, track, who in _groups(people):
        for start in range(0, len(who), _ROOM - 6):
            batch = who[start : start + _ROOM - 6]
            training[batch] = len(workshops)
            workshops.append(_training(plan, partner, cohort, track, chance))
        if track in SECONDARY:
            workshops += _academic_year(plan, partner, cohort, track, chance)
    for partner in range(len(plan)):
        workshops.append(_summer(plan, partner, len(dates.YEARS), CSP, chance))
    workshops += _oddities(plan, chance)
    named = (replace(workshop, id=f"w{place + 1:05d}") for place, workshop in enumerate(workshops))
    return Offer(tuple(named), training)


def _groups(people: People) -> Iterator[tuple[int, int, int, np.ndarray]]:
    """Trained persons of each partner, cohort and track."""
    keys = np.stack([people.partner, people.cohort, people.track], axis=1)[: people.trained]
    kinds, at = np.unique(keys, axis=0, return_inverse=True)
    for place, (partner, cohort, track) in enumerate(kinds):
        yield int(partner), int(cohort), int(track), np.flatnonzero(at == place)


def _training(plan: Plan, partner: int, cohort: int, track: int, chance: np.random.Generator) -> Workshop:
    if track in SECONDARY:
        return _summer(plan, partner, cohort, track, chance)
    return _intro(plan, partner, cohort, chance)


def _summer(plan: Plan, partner: int, cohort: int, course: int, chance: np.random.Generator) -> Workshop:
    """Five days from a Monday in June or July before the school year."""
    july = dates.number(dates.CALENDAR.first_class_day(dates.YEARS[0])) - 31 + 365 * cohort
    monday = _on_weekday(july + int(chance.integers(-21, 21)), 0)
    days = tuple(range(monday, monday + 5))
    return Workshop("", partner, course, "summer", cohort, days, school=_host(plan, partner, chance))


def _intro(plan: Plan, partner: int, cohort: int, chance: np.random.Generator) -> Workshop:
    """A Saturday between September and February; in autumn where a class of the same year is to follow."""
    latest = 80 if partner == plan.showcase else 160
    saturday = _on_weekday(dates.in_year(cohort, 9, 6) + int(chance.integers(latest)), 5)
    host = _host(plan, partner, chance)
    return Workshop("", partner, K5, "intro", cohort, (saturday,), school=host)


def _academic_year(
    plan: Plan, partner: int, cohort: int, course: int, chance: np.random.Generator
) -> list[Workshop]:
    """A Saturday a quarter, or two weekends that credit two quarters each."""
    double = partner % 3 == 2
    host = _host(plan, partner, chance)
    made = []
    for quarters, month, day in _TWO_DAYS if double else _QUARTERS:
        saturday = _on_weekday(dates.in_year(cohort, month, day) + int(chance.integers(0, 8)), 5)
        days = (saturday, saturday + 1) if double else (saturday,)
        made.append(Workshop("", partner, course, "quarter", cohort, days, quarters, host))
    return made


def _oddities(plan: Plan, chance: np.random.Generator) -> list[Workshop]:
    """A workshop of no partner, one that was called off, and deep dives."""
    lead = lead_partner(plan)
    nobodys = replace(_summer(plan, lead, 1, CSP, chance), partner=-1)
    called_off = replace(_summer(plan, lead, 2, CSD, chance), deleted=True)
    saturdays = [_on_weekday(dates.in_year(cohort, 11, 8), 5) for cohort in range(len(dates.YEARS))]
    host = _host(plan, lead, chance)
    dives = [
        Workshop("", lead, K5, "deep_dive", cohort, (saturday,), school=host)
        for cohort, saturday in enumerate(saturdays)
    ]
    return [nobodys, called_off, *dives[1:]]


def lead_partner(plan: Plan) -> int:
    """The largest partner but the one shown first: oddities go to it, so as not to disturb what is staged."""
    others = [place for place in range(len(plan)) if place != plan.showcase]
    return max(others or [plan.showcase], key=lambda place: plan.partners[place].reach)


def _host(plan: Plan, partner: int, chance: np.random.Generator) -> int:
    """A school of the partner's region, -1 where it has none."""
    own = np.flatnonzero(plan.region == partner)
    return int(own[chance.integers(len(own))]) if len(own) else -1


def _on_weekday(day: int, weekday: int) -> int:
    """The first such weekday (Monday 0) on or after the day."""
    return day + (weekday - (day + 3)) % 7


def tables(offer: Offer, plan: Plan, places: Places) -> dict[str, Columns]:
    """The contract's `workshops` and `workshop_sessions`."""
    return {"workshops": _workshops(offer, plan, places), "workshop_sessions": _sessions(offer)}


def _workshops(offer: Offer, plan: Plan, places: Places) -> Columns:
    rows = offer.workshops
    return {
        "workshop_id": [row.id for row in rows],
        "partner_id": [plan.partners[row.partner].id if row.partner >= 0 else None for row in rows],
        "course_id": [COURSES[row.course].id for row in rows],
        "kind": [row.kind for row in rows],
        "quarters": [row.quarters for row in rows],
        "starts_on": [dates.day(row.days[0]) for row in rows],
        "ends_on": [dates.day(row.days[-1]) for row in rows],
        "state": [str(places.states[row.school]) if row.school >= 0 else None for row in rows],
        "zip": [str(places.zips[row.school]) if row.school >= 0 else None for row in rows],
        "capacity": [_ROOM] * len(rows),
        "deleted_on": [dates.day(row.days[0] - 20) if row.deleted else None for row in rows],
    }


def session_id(workshop: Workshop, number: int) -> str:
    return f"{workshop.id}-{number + 1}"


def _sessions(offer: Offer) -> Columns:
    rows = [
        (session_id(workshop, number), workshop, day)
        for workshop in offer.workshops
        for number, day in enumerate(workshop.days)
    ]
    return {
        "session_id": [row[0] for row in rows],
        "workshop_id": [row[1].id for row in rows],
        "on": [dates.day(row[2]) for row in rows],
        "hours": [7.0 if row[1].kind == "summer" else 5.0 for row in rows],
    }
