"""The teachers: those a partner trained, and those who use the courses on their own."""

from dataclasses import dataclass

import numpy as np

from catchment.demo import dates
from catchment.demo.chance import stream
from catchment.demo.curriculum import CSA, CSD, CSP, K5
from catchment.demo.partners import Plan, shared_out
from catchment.demo.places import Places

TRACKS = (K5, CSD, CSP, CSA)
"""What teachers are trained for."""
_TRACK_SHARES = np.array([0.28, 0.3, 0.35, 0.07])
_BANDS = {TRACKS[0]: "K-5", CSD: "6-8", CSP: "9-12", CSA: "9-12"}
_GRASSROOTS = 0.65
"""Untrained teachers on the platform per trained teacher."""


@dataclass(frozen=True)
class People:
    """One place per person in every array; trained persons come first.

    `partner` and `cohort` (place in `dates.YEARS`) are -1 for the untrained; `track` is the course trained
    for, or mostly taught. `school` and `later_school` are places in `Places`; `later_school` counts from the
    school year `moves_in` on (never where that is past the last year). `spring`: plans to teach from spring.
    """

    partner: np.ndarray
    cohort: np.ndarray
    track: np.ndarray
    school: np.ndarray
    later_school: np.ndarray
    moves_in: np.ndarray
    two_accounts: np.ndarray
    spring: np.ndarray

    def __len__(self) -> int:
        return len(self.partner)

    @property
    def trained(self) -> int:
        """How many were trained; they are the first ones."""
        return int((self.partner >= 0).sum())

    def school_in(self, year: int) -> np.ndarray:
        return np.where(self.moves_in <= year, self.later_school, self.school)


def invent(places: Places, plan: Plan, teachers: int, seed: int) -> People:
    """`teachers` trained persons over three cohorts, and their untrained colleagues."""
    chance = stream(seed, "people")
    counts = shared_out(plan, teachers)
    others = int(teachers * _GRASSROOTS)
    partner = np.concatenate([np.repeat(np.arange(len(plan)), counts), np.full(others, -1)])
    cohort = np.concatenate([*(np.arange(count) % 3 for count in counts), np.full(others, -1)]).astype(
        np.int64
    )
    track = np.array(TRACKS)[chance.choice(len(TRACKS), len(partner), p=_TRACK_SHARES)]
    school = _schools(places, plan, partner, track, chance)
    moves = chance.random(len(partner)) < 0.03
    moves_in = np.where(moves, chance.integers(1, len(dates.YEARS), len(partner)), len(dates.YEARS))
    return People(
        partner,
        cohort,
        track,
        school,
        _other_schools(places, track, school, moves, chance),
        moves_in,
        two_accounts=chance.random(len(partner)) < 0.02,
        spring=(cohort >= 0) & (chance.random(len(partner)) < 0.08),
    )


def _schools(
    places: Places, plan: Plan, partner: np.ndarray, track: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    school = np.empty(len(partner), np.int64)
    for whose in range(-1, len(plan)):
        for course in TRACKS:
            who = np.flatnonzero((partner == whose) & (track == course))
            if not len(who):
                continue
            region = plan.region == whose if whose >= 0 else np.ones(len(places), bool)
            school[who] = _pick(places, region, _BANDS[course], len(who), chance)
    return school


def _pick(
    places: Places, region: np.ndarray, band: str, count: int, chance: np.random.Generator
) -> np.ndarray:
    """`count` schools of the region, larger ones more often, none twice before all have had their turn."""
    fitting = np.flatnonzero(region & places.teaches(band) & _not_tiny(places))
    if not len(fitting):
        fitting = np.flatnonzero(region)
    weights = np.sqrt(np.where(places.students[fitting] > 0, places.students[fitting], 300.0))
    # the smallest keys of an exponential race are a weighted draw without replacement
    rounds = [
        fitting[np.argsort(chance.exponential(size=len(fitting)) / weights, kind="stable")]
        for _ in range(-(-count // len(fitting)))
    ]
    return np.concatenate(rounds)[:count]


def _not_tiny(places: Places) -> np.ndarray:
    return (places.students < 0) | (places.students >= 60)


def _other_schools(
    places: Places, track: np.ndarray, school: np.ndarray, moves: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    """Where those who move go: a school of the same state and band."""
    later = school.copy()
    for person in np.flatnonzero(moves):
        near = (places.states == places.states[school[person]]) & places.teaches(_BANDS[int(track[person])])
        fitting = np.flatnonzero(near & _not_tiny(places))
        if len(fitting):
            later[person] = fitting[chance.integers(len(fitting))]
    return later
