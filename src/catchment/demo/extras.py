"""What stands beside the classes: signals of schools, targets, reporting groups."""

import numpy as np

from catchment.demo import dates
from catchment.demo.chance import stream
from catchment.demo.columns import Columns, lookup
from catchment.demo.partners import Plan, shared_out
from catchment.demo.people import People
from catchment.demo.places import Places

_KINDS = ("pledge", "event", "application")
_AS_OF = dates.number(dates.AS_OF)


def tables(places: Places, plan: Plan, people: People, teachers: int, seed: int) -> dict[str, Columns]:
    """The contract's `signals`, `targets` and `reporting_groups`."""
    return {
        "signals": _signals(places, people, seed),
        "targets": _targets(plan, teachers),
        "reporting_groups": _groups(places, plan, people),
    }


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
