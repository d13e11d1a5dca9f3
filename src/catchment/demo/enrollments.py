"""Who signed up for which workshop, and who came."""

from dataclasses import dataclass, field

import numpy as np

from catchment.demo import dates
from catchment.demo.careers import Careers
from catchment.demo.chance import stream
from catchment.demo.columns import Columns
from catchment.demo.partners import Plan
from catchment.demo.people import People
from catchment.demo.places import Places
from catchment.demo.roll import Roll
from catchment.demo.sections import teacher_id
from catchment.demo.workshops import Offer, Workshop, session_id

_PLANS = ("full_year", "fall", "unsure", None)
_AS_OF = dates.number(dates.AS_OF)


@dataclass
class _Book:
    """The rows as they are written: enrollments by column, and who came to which session."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    came: list[tuple[str, str]] = field(default_factory=list)

    def sign_up(self, workshop: Workshop, **columns: object) -> str:
        enrollment = f"e{len(self.rows) + 1:06d}"
        self.rows.append((enrollment, workshop.id, *(columns.get(name) for name in _GIVEN)))
        return enrollment

    def attend(self, enrollment: str, workshop: Workshop, sessions: int) -> None:
        """Came to that many sessions from the first on, as far as they have been held."""
        for number, day in enumerate(workshop.days[:sessions]):
            if day <= _AS_OF:
                self.came.append((session_id(workshop, number), enrollment))


_GIVEN = (
    *("teacher_id", "first_name", "last_name", "email", "school_id", "scholarship", "plan"),
    *("enrolled_on", "withdrawn_on"),
)


@dataclass(frozen=True)
class _Desk:
    """Where people sign up: everything that is known of them, and the book."""

    places: Places
    people: People
    roll: Roll
    careers: Careers
    offer: Offer
    book: _Book
    chance: np.random.Generator

    def sign_up(self, person: int, place: int, **more: object) -> str:
        """One enrollment in workshop `place`; now and then the account is not named, only the address."""
        workshop = self.offer.workshops[place]
        known = {
            "teacher_id": teacher_id(person),
            "first_name": self.roll.first[person],
            "last_name": self.roll.last[person],
            "email": self.roll.emails[person],
            "school_id": str(self.places.school_ids[self.people.school[person]]),
            "enrolled_on": self._enrolled_on(workshop),
        }
        if self.chance.random() < 0.03:
            known |= {"teacher_id": None, "email": f" {self.roll.emails[person].upper()}"}
        return self.book.sign_up(workshop, **known | more)

    def _enrolled_on(self, workshop: Workshop) -> object:
        before = workshop.days[0] - int(self.chance.integers(10, 90))
        return dates.day(min(before, _AS_OF - int(self.chance.integers(60))))


def tables(
    places: Places, plan: Plan, people: People, roll: Roll, careers: Careers, offer: Offer, seed: int
) -> dict[str, Columns]:
    """The contract's `enrollments` and `attendance`."""
    desk = _Desk(places, people, roll, careers, offer, _Book(), stream(seed, "enrollments"))
    for person in range(people.trained):
        _train(desk, person)
    _academic_year(desk)
    _train_again(desk, plan.showcase)
    _in_vain(desk)
    _next_summer(desk)
    _strangers(desk)
    return {"enrollments": _enrollments(desk.book), "attendance": _attendance(desk.book)}


def _train(desk: _Desk, person: int) -> None:
    place = int(desk.offer.training[person])
    workshop = desk.offer.workshops[place]
    plan = _PLANS[desk.chance.choice(4, p=(0.68, 0.1, 0.12, 0.1))]
    if desk.careers.spring[person]:
        plan = "spring"
    scholarship = bool(desk.chance.random() < 0.6)
    enrollment = desk.sign_up(person, place, plan=plan, scholarship=scholarship)
    desk.book.attend(enrollment, workshop, 5 if desk.chance.random() < 0.85 else 4)


def _academic_year(desk: _Desk) -> None:
    """The trained of the year come to their quarter workshops, some always, some hardly."""
    quarters = desk.offer.quarters_of()
    zeal = desk.chance.beta(4, 1.4, desk.people.trained)
    for person in range(desk.people.trained):
        training = desk.offer.workshops[int(desk.offer.training[person])]
        for place in quarters.get((training.partner, training.course, training.cohort), ()):
            enrollment = desk.sign_up(person, place)
            if desk.chance.random() < zeal[person]:
                desk.book.attend(enrollment, desk.offer.workshops[place], 2)


def _train_again(desk: _Desk, spared: int) -> None:
    """Some come to a later training: of another course, of a neighbouring partner, or a deep dive.

    Nobody does so at the partner `spared`, whose roster is staged.
    """
    offered = [place for place in range(int(desk.offer.training.max()) + 1) if _trains(desk, place)]
    offered = [place for place in offered if desk.offer.workshops[place].partner != spared]
    dives = desk.offer.deep_dives()
    for person in np.flatnonzero(desk.chance.random(desk.people.trained) < 0.05):
        own = desk.offer.workshops[int(desk.offer.training[person])]
        choice = dives if own.kind == "intro" and desk.chance.random() < 0.5 else offered
        later = [place for place in choice if _may_follow(desk, int(person), place)]
        if own.partner != spared and later:
            place = int(desk.chance.choice(later))
            enrollment = desk.sign_up(int(person), place, plan="full_year")
            desk.book.attend(enrollment, desk.offer.workshops[place], 5)


def _may_follow(desk: _Desk, person: int, place: int) -> bool:
    """Whether the workshop is of a later year than the person's training, and in the person's state."""
    workshop, states = desk.offer.workshops[place], desk.places.states
    near = bool(states[workshop.school] == states[desk.people.school[person]])
    return near and workshop.cohort > int(desk.people.cohort[person])


def _trains(desk: _Desk, place: int) -> bool:
    return desk.offer.workshops[place].kind in ("summer", "intro")


def _in_vain(desk: _Desk) -> None:
    """Untrained people who withdrew, came too rarely, or met a workshop that was called off."""
    begun = [p for p, w in enumerate(desk.offer.workshops) if w.kind == "summer" and w.days[-1] <= _AS_OF]
    untrained = _some(desk, 0.15)
    for person in untrained:
        place = int(desk.chance.choice(begun))
        workshop = desk.offer.workshops[place]
        withdrew = desk.chance.random() < 0.6
        left = dates.day(workshop.days[0] - int(desk.chance.integers(1, 9))) if withdrew else None
        enrollment = desk.sign_up(int(person), place, withdrawn_on=left, plan="unsure")
        if not withdrew and not workshop.deleted:
            nobodys = workshop.partner < 0  # trains for nobody's roster, so all may come
            desk.book.attend(enrollment, workshop, 5 if nobodys else int(desk.chance.integers(0, 4)))


def _next_summer(desk: _Desk) -> None:
    coming = desk.offer.coming()
    for person in _some(desk, 0.12):
        place = coming[int(desk.chance.integers(len(coming)))]
        lately = dates.day(_AS_OF - int(desk.chance.integers(70)))
        desk.sign_up(int(person), place, enrolled_on=lately, plan="full_year")


def _some(desk: _Desk, share: float) -> np.ndarray:
    """A share of the untrained."""
    untrained = np.arange(desk.people.trained, len(desk.people))
    return untrained[desk.chance.random(len(untrained)) < share]


def _strangers(desk: _Desk) -> None:
    """A few enrollments with an address that no account has."""
    for number in range(1, 6):
        place = int(desk.chance.integers(len(desk.offer.training)))
        workshop = desk.offer.workshops[int(desk.offer.training[place])]
        enrollment = desk.book.sign_up(
            workshop,
            first_name="Nemo",
            last_name="Unmatcheder",
            email=f"nemo.unmatcheder.{number}@example.org",
            enrolled_on=dates.day(workshop.days[0] - 30),
        )
        desk.book.attend(enrollment, workshop, 5)


def _enrollments(book: _Book) -> Columns:
    names = ("enrollment_id", "workshop_id", *_GIVEN)
    return {name: list(values) for name, values in zip(names, zip(*book.rows, strict=True), strict=True)}


def _attendance(book: _Book) -> Columns:
    return {
        "session_id": [session for session, _ in book.came],
        "enrollment_id": [enrollment for _, enrollment in book.came],
    }
