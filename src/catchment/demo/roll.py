"""What the program keeps about teachers: names, accounts, schools, consents."""

from dataclasses import dataclass

import numpy as np

from catchment.demo import dates, names
from catchment.demo.careers import IN_FORCE, WITHDRAWN, Careers
from catchment.demo.chance import stream
from catchment.demo.columns import Columns
from catchment.demo.partners import Plan
from catchment.demo.people import People
from catchment.demo.places import Places
from catchment.demo.sections import teacher_id
from catchment.demo.workshops import Offer

_AS_OF = dates.number(dates.AS_OF)


@dataclass(frozen=True)
class Roll:
    """First names, last names and e-mail addresses, a place per person."""

    first: list[str]
    last: list[str]
    emails: list[str]


def call(people: People, seed: int) -> Roll:
    return Roll(*names.people(len(people), stream(seed, "names")))


def person_id(person: int) -> str:
    return f"p{person + 1:06d}"


def tables(
    places: Places, plan: Plan, people: People, roll: Roll, careers: Careers, offer: Offer, seed: int
) -> dict[str, Columns]:
    """The contract's `teachers`, `teacher_schools` and `consents`."""
    accounts = [(person, False) for person in range(len(people))]
    accounts += [(int(person), True) for person in np.flatnonzero(people.two_accounts)]
    return {
        "teachers": _teachers(accounts, roll, seed),
        "teacher_schools": _schools(accounts, places, people),
        "consents": _consents(plan, people, careers, offer, seed),
    }


def _teachers(accounts: list[tuple[int, bool]], roll: Roll, seed: int) -> Columns:
    chance = stream(seed, "accounts")
    count = len(accounts)
    began = dates.in_year(0, 7, 1)
    return {
        "teacher_id": [teacher_id(*account) for account in accounts],
        "person_id": [person_id(person) for person, _ in accounts],
        "first_name": [roll.first[person] for person, _ in accounts],
        "last_name": [roll.last[person] for person, _ in accounts],
        "email": [_address(roll.emails[person], second) for person, second in accounts],
        "phone": names.phones(count, chance),
        "created_on": began - chance.integers(60, 1500, size=count),
    }


def _address(email: str, second: bool) -> str:
    """The second account of a person has a private address."""
    return email.replace("@", "@home.") if second else email


def _schools(accounts: list[tuple[int, bool]], places: Places, people: People) -> Columns:
    arrived, left = dates.number(dates.CALENDAR.first_class_day("2022-23")), dates.in_year
    rows: list[tuple[str, str, int, int]] = []
    for person, second in accounts:
        account, moves_in = teacher_id(person, second), int(people.moves_in[person])
        moved = moves_in < len(dates.YEARS)
        first, later = (str(places.school_ids[at[person]]) for at in (people.school, people.later_school))
        rows.append((account, first, arrived, left(moves_in, 7, 15) if moved else -1))
        if moved:
            rows.append((account, later, left(moves_in, 8, 1), -1))
    columns = list(zip(*rows, strict=True))
    return {
        "teacher_id": columns[0],
        "school_id": columns[1],
        "starts_on": np.array(columns[2]),
        "ends_on": np.array(columns[3]),
    }


def _consents(plan: Plan, people: People, careers: Careers, offer: Offer, seed: int) -> Columns:
    """For the partner that trained the person; granted around the training, sometimes taken back."""
    chance = stream(seed, "consents")
    who = np.flatnonzero(np.isin(careers.consent[: people.trained], (IN_FORCE, WITHDRAWN)))
    trained_on = np.array([workshop.days[0] for workshop in offer.workshops])[offer.training[who]]
    granted = np.minimum(trained_on + chance.integers(-20, 6, len(who)), _AS_OF - 20)
    later = granted + 10 + (chance.random(len(who)) * (_AS_OF - granted - 10)).astype(np.int64)
    return {
        "person_id": [person_id(int(person)) for person in who],
        "partner_id": [plan.partners[partner].id for partner in people.partner[who]],
        "scope": ["roster"] * len(who),
        "text_version": ["2023-05"] * len(who),
        "granted_on": granted,
        "withdrawn_on": np.where(careers.consent[who] == WITHDRAWN, later, -1),
    }
