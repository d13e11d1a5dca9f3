"""What stands beside the classes: signals of schools, targets, reporting groups, invented enrolment."""

import numpy as np

from catchment.demo import dates
from catchment.demo.chance import stream
from catchment.demo.columns import Columns, lookup
from catchment.demo.partners import Plan, shared_out
from catchment.demo.people import People
from catchment.demo.places import Places

_KINDS = ("pledge", "event", "application")
_AS_OF = dates.number(dates.AS_OF)
_KNOWN_SHARE = 0.2
"""A state with fewer schools of known enrolment than this gets an invented one."""


def tables(places: Places, plan: Plan, people: People, teachers: int, seed: int) -> dict[str, Columns]:
    """The contract's `signals`, `targets`, `reporting_groups`; `school_enrollment` where it is invented."""
    made = {
        "signals": _signals(places, people, seed),
        "targets": _targets(plan, teachers),
        "reporting_groups": _groups(places, plan, people),
    }
    missing = _without_enrolment(places)
    return made | ({"school_enrollment": _enrolment(places, missing, seed)} if len(missing) else {})


def _signals(places: Places, people: People, seed: int) -> Columns:
    """Pledges in autumn, events in December, applications in winter; more of them where somebody teaches."""
    chance = stream(seed, "signals")
    shown = np.full(len(places), 0.012)
    shown[people.school] = 0.1
    drawn = chance.random((len(places), len(_KINDS), len(dates.YEARS))) < shown[:, None, None]
    school, kind, year = np.nonzero(drawn)
    starts = np.array([[dates.in_year(y, *day) for y in range(len(dates.YEARS))] for day in _SEASONS])
    on = starts[kind, year] + chance.integers(45, size=len(school))
    may_show = (kind != _KINDS.index("application")) | (chance.random(len(school)) < 0.6)
    return {
        "school_id": lookup(places.school_ids.tolist(), school),
        "kind": lookup(_KINDS, kind),
        "on": np.minimum(on, _AS_OF),
        "may_show": may_show.tolist(),
    }


_SEASONS = ((9, 15), (12, 1), (1, 15))
"""When pledges, events and applications begin to come in."""


def _targets(plan: Plan, teachers: int) -> Columns:
    """Which shares of its teachers each partner wants to come to teach, and to keep coming to workshops."""
    aims = (("implementation_rate", 0.75), ("workshop_retention", 0.7))
    busy = np.flatnonzero(shared_out(plan, teachers))
    rows = [(plan.partners[place].id, year, *aim) for place in busy for year in dates.YEARS for aim in aims]
    names = ("partner_id", "training_year", "metric_id", "target")
    return {name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}


def _groups(places: Places, plan: Plan, people: People) -> Columns:
    """A grant of the partner shown first: every second school where it trained somebody."""
    trained = np.unique(people.school[people.partner == plan.showcase])[::2]
    return {
        "group_id": ["launch-grant"] * len(trained),
        "name": ["Launch grant (demo)"] * len(trained),
        "partner_id": [plan.partners[plan.showcase].id] * len(trained),
        "school_id": places.school_ids[trained].tolist(),
    }


def _without_enrolment(places: Places) -> np.ndarray:
    """Schools of states whose files give no enrolment."""
    states, at = np.unique(places.states, return_inverse=True)
    known = np.bincount(at, places.students >= 0, len(states)) / np.bincount(at, minlength=len(states))
    return np.flatnonzero((known < _KNOWN_SHARE)[at])


def _enrolment(places: Places, missing: np.ndarray, seed: int) -> Columns:
    """Invented, so named in `DemoNetwork.synthetic`; dated to the first year for all three to use."""
    chance = stream(seed, "enrolment")
    upper = places.high[missing] >= 9
    students = (
        chance.lognormal(np.where(upper, np.log(620), np.log(430)), 0.55).clip(40, 4000).astype(np.int64)
    )
    lunch = (students * chance.beta(2.2, 2, len(missing))).astype(np.int64)
    return {
        "school_id": places.school_ids[missing].tolist(),
        "school_year": [dates.YEARS[0]] * len(missing),
        "students": students,
        "frl_eligible": lunch,
    }
