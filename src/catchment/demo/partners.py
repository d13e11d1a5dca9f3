"""Which partners a demo has, and which schools are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from catchment.demo import states
from catchment.demo.chance import largest_remainder, stream
from catchment.demo.columns import Columns
from catchment.demo.places import Places

_BEGAN = date(2022, 7, 1)
_METRO_FROM = 1500
"""Schools from which a state gets a second partner for its densest ZIP area."""


@dataclass(frozen=True)
class Partner:
    """One invented organization: a whole state, or the ZIPs that begin with one of `prefixes`.

    `given_up` prefixes were its own until the last day of June 2025 and are nobody's since. `reach` weighs
    how many teachers it trains, `rate` is the share of them who come to teach.
    """

    id: str
    name: str
    state: str
    prefixes: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()
    scholarship: bool = True
    reach: float = 1.0
    rate: float = 0.7


def _between(first: int, last: int) -> tuple[str, ...]:
    return tuple(str(prefix) for prefix in range(first, last + 1))


# The south coast's and Biscayne's ZIPs are carved out of a state that another partner serves, and both cut
# through large districts (Los Angeles, Broward). Michigan has no statewide partner: the Upper Peninsula was
# given up in 2025, so its schools show what "No partner" looks like.
_TOLD = {
    "CA": (
        Partner("golden", "Golden Coast Demo Partners", "CA", reach=5.6, rate=0.66),
        Partner(
            "southcoast",
            "South Coast Demo Partners",
            "CA",
            prefixes=(*_between(905, 908), *_between(917, 928)),
            reach=4.6,
            rate=0.74,
        ),
    ),
    "FL": (
        Partner("sunshine", "Sunshine State Demo Partners", "FL", reach=4.0, rate=0.6, scholarship=False),
        Partner(
            "biscayne", "Biscayne Demo Partners", "FL", prefixes=_between(330, 332), reach=2.6, rate=0.82
        ),
    ),
    "MI": (
        Partner(
            "greatlakes",
            "Great Lakes Demo Partners",
            "MI",
            prefixes=(*_between(480, 493), *_between(496, 497)),
            given_up=_between(498, 499),
            reach=3.6,
            rate=0.7,
        ),
        Partner("westmichigan", "West Michigan Demo Partners", "MI", prefixes=("494", "495"), reach=0.4),
    ),
}


@dataclass(frozen=True)
class Plan:
    """The partners, and the ZIPs that each has and has given up.

    `region` says whose each school of `Places` is now: a place in `partners`, -1 for nobody's. `showcase` is
    the place of the partner that is shown first.
    """

    partners: tuple[Partner, ...]
    region: np.ndarray
    showcase: int
    zips: tuple[tuple[str, ...], ...]
    given_up_zips: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.partners)


def plan(places: Places, seed: int) -> Plan:
    """The partners of the states in `places`: told ones where we have a story, else one or two a state."""
    partners = _partners(places, seed)
    regions, owned, given_up = _draw(partners, places)
    return Plan(partners, regions, _showcase(partners, regions), owned, given_up)


def _partners(places: Places, seed: int) -> tuple[Partner, ...]:
    chance = stream(seed, "partners")
    present = [str(state) for state in np.unique(places.states)]
    told = [partner for state in present for partner in _TOLD.get(state, ())]
    others = [state for state in present if state not in _TOLD]
    drawn = [partner for state in others for partner in _usual(state, places, chance, alone=not told)]
    return tuple(told + drawn)


def _usual(state: str, places: Places, chance: np.random.Generator, alone: bool) -> list[Partner]:
    """A statewide partner; in large states, and where no other partner could be shown first, a second one."""
    zips = places.zips[places.states == state]
    reach = len(zips) / 1000
    name = states.NAMES[state]
    rates = chance.uniform(0.56, 0.84, 2).round(2)
    whole = Partner(
        state.lower(),
        f"{name} Demo Partners",
        state,
        reach=reach,
        rate=float(rates[0]),
        scholarship=bool(chance.random() < 0.75),
    )
    if len(zips) < _METRO_FROM and not alone:
        return [whole]
    return [
        whole,
        Partner(
            f"{state.lower()}-metro",
            f"{name} Metro Demo Partners",
            state,
            prefixes=(_densest(zips),),
            reach=reach / 3,
            rate=float(rates[1]),
        ),
    ]


def _densest(zips: np.ndarray) -> str:
    """The beginning of the ZIPs of most schools that leaves a fifth of them to the partner of the state."""
    for digits in (3, 4, 5):
        prefixes, counts = np.unique([str(code)[:digits] for code in zips], return_counts=True)
        if counts.max() <= 0.8 * len(zips):
            break
    return str(prefixes[counts.argmax()])


def _begins_with(zips: np.ndarray, prefixes: tuple[str, ...]) -> np.ndarray:
    found = np.zeros(len(zips), bool)
    for prefix in prefixes:
        found |= np.char.startswith(zips, prefix)
    return found


def _draw(
    partners: Sequence[Partner], places: Places
) -> tuple[np.ndarray, tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    region = np.full(len(places), -1)
    owned, given_up = [], []
    for prefixed in (False, True):  # ZIP beats state, so ZIPs are drawn over states
        for place, partner in enumerate(partners):
            if bool(partner.prefixes) == prefixed:
                mine = places.states == partner.state
                region[mine & _begins_with(places.zips, partner.prefixes) if prefixed else mine] = place
    for partner in partners:
        here = places.states == partner.state
        owned.append(_zips(places, here & _begins_with(places.zips, partner.prefixes)))
        given_up.append(_zips(places, here & _begins_with(places.zips, partner.given_up)))
    return region, tuple(owned), tuple(given_up)


def _zips(places: Places, where: np.ndarray) -> tuple[str, ...]:
    return tuple(str(code) for code in np.unique(places.zips[where]))


def _showcase(partners: Sequence[Partner], region: np.ndarray) -> int:
    """The smallest ZIP partner, else the smallest partner, that has enough schools to choose from."""

    def size(place: int) -> tuple[bool, bool, float]:
        partner = partners[place]
        return ((region == place).sum() < 30, not partner.prefixes, partner.reach)

    return min(range(len(partners)), key=size)


def shared_out(plan: Plan, teachers: int) -> np.ndarray:
    """How many teachers each partner has trained; the one shown first stays small enough to know them all."""
    shown = int(np.clip(teachers // 30, 24, 56))
    weights = np.array([partner.reach for partner in plan.partners])
    weights *= np.bincount(plan.region[plan.region >= 0], minlength=len(plan)) > 0
    weights[plan.showcase] = 0
    parts = (
        largest_remainder(max(teachers - shown, 0), weights) if weights.any() else weights.astype(np.int64)
    )
    parts[plan.showcase] = shown
    return parts


def tables(plan: Plan) -> dict[str, Columns]:
    """The contract's `partners` and `partner_regions`."""
    return {
        "partners": {
            "partner_id": [partner.id for partner in plan.partners],
            "name": [partner.name for partner in plan.partners],
            "kind": ["scholarship" if p.scholarship else "non_scholarship" for p in plan.partners],
            "contact_email": [f"office@{partner.id}.example.org" for partner in plan.partners],
            "starts_on": [_BEGAN] * len(plan),
        },
        "partner_regions": _regions(plan),
    }


def _regions(plan: Plan) -> Columns:
    rows: list[tuple[str, str | None, str | None, date | None]] = []
    for partner, owned, given_up in zip(plan.partners, plan.zips, plan.given_up_zips, strict=True):
        if not partner.prefixes:
            rows.append((partner.id, partner.state, None, None))
        rows += [(partner.id, None, code, None) for code in owned]
        rows += [(partner.id, None, code, date(2025, 6, 30)) for code in given_up]
    partner_ids, whole, codes, ends = zip(*rows, strict=True)
    return {
        "partner_id": partner_ids,
        "state": whole,
        "zip": codes,
        "starts_on": [_BEGAN] * len(rows),
        "ends_on": ends,
    }
