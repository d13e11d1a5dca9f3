"""Random stories: hierarchies, policies, and histories of up to six releases, for Hypothesis.

A story is small but holds what breaks rules: districts of one school, areas of one district, ZIP codes that
carve a district up, schools where everybody or nobody reports a gender or all report the same one, public
figures that are blank or contradict each other, and groups around n and 2n that grow, shrink, move, are
corrected and erased between releases that are published, withdrawn or never approved.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, Literal

from hypothesis import strategies as st

from catchment.network.policy import Policy
from catchment.release.build.inputs import Inputs
from tests import release_tools as tools

THIS, NEXT, BEFORE = "2025-26", "2026-27", "2024-25"
DAYS = (
    date(2025, 9, 20), date(2025, 12, 1), date(2026, 2, 15), date(2026, 4, 1), date(2026, 6, 29),
    date(2026, 6, 30), date(2026, 8, 15), date(2026, 11, 1), date(2027, 3, 1),
)  # fmt: skip
"""Before and on the census (15 February) and the closing (30 June) of a year, and in the next one."""
COURSES = ("csp", "csd", "csa", "hoc")
STATES = ("MI", "FL")
GENDERS = ("female", "male", "nonbinary", "not_reported")
RACES = ("black", "white", "hispanic;white", None)
STARTED = 5
"""Students with whom a class has started."""
Fate = Literal["published", "withdrawn", "never"]


@dataclass(frozen=True)
class School:
    """A school; `district` is None outside any."""

    id: str
    state: str
    zip: str
    district: str | None


@dataclass(frozen=True)
class Chapter:
    """One release: its day, the partners' regions, students in atoms and on record, teachers, its fate."""

    as_of: date
    regions: tuple[tuple[str, str | None, str | None], ...]
    students: tuple[dict, ...]
    known: tuple[dict, ...]
    roster: tuple[dict, ...]
    fate: Fate

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """For Hypothesis, in short: how many of each gender there are in each group."""
        groups = Counter((*_group(row), row["gender"]) for row in self.students)
        counts = ", ".join(f"{' '.join(group)}: {count}" for group, count in sorted(groups.items()))
        away = len(self.known) - len(self.students)
        sharing = [row["person_id"] for row in self.roster if row["sharing"]]
        printer.text(
            f"{self.as_of} {self.fate}, {self.regions}: {counts}; {away} away; sharing: {', '.join(sharing)}"
        )


@dataclass(frozen=True)
class Story:
    """A network and its releases; `enrolment` are rows of school, year, students, female and male."""

    schools: tuple[School, ...]
    enrolment: tuple[tuple, ...]
    rules: Policy
    chapters: tuple[Chapter, ...]
    partners: tuple[str, ...] = ("p1", "p2", "p3")

    def inputs(self, chapter: Chapter) -> Inputs:
        return tools.inputs(
            schools=[
                tools.school(school.id, state=school.state, zip=school.zip, district=school.district)
                for school in self.schools
            ],
            regions=chapter.regions,
            enrolment=self.enrolment,
            partners=self.partners,
            roster=chapter.roster,
            students=list(chapter.students),
            known=list(chapter.known),
            groups=self._groups(chapter),
            targets=[
                {
                    "partner_id": self.partners[0],
                    "training_year": THIS,
                    "metric_id": "implementation_rate",
                    "target": 0.8,
                }
            ],
        )

    def _groups(self, chapter: Chapter) -> list[dict]:
        """A partner's group, wherever its schools lie, and one of no partner that changes with the days."""
        of_partner = [("grant", self.partners[0], school) for school in self.schools[::2]]
        of_nobody = [("coalition", None, school) for school in self.schools[chapter.as_of.day % 2 :]]
        return [
            {"group_id": name, "name": name, "partner_id": partner, "school_id": school.id}
            for name, partner, school in (*of_partner, *of_nobody)
        ]


@st.composite
def stories(draw: st.DrawFn, most_releases: int = 6) -> Story:
    schools = draw(_schools())
    rules = draw(_policies())
    days = sorted(
        draw(
            st.lists(
                st.sampled_from(DAYS), min_size=min(2, most_releases), max_size=most_releases, unique=True
            )
        )
    )
    crowd = _Crowd(draw, schools, rules.n)
    return Story(
        schools, draw(_enrolment(schools, rules.n)), rules,
        tuple(crowd.chapter(day) for day in days),
    )  # fmt: skip


@st.composite
def _schools(draw: st.DrawFn) -> tuple[School, ...]:
    """Up to seven schools, most of them in the same few districts and ZIP codes."""
    found = []
    for number in range(draw(st.integers(1, 7))):
        state = draw(st.sampled_from((*STATES[:1] * 3, STATES[1])))
        code = {"MI": "26", "FL": "12"}[state]
        district = draw(st.sampled_from((1, 1, 1, 2, 3, None)))
        zip_code = draw(st.sampled_from(("48001", "48001", "48002")))
        within = district and f"{code}{district:05d}"
        found.append(School(f"{code}00001{number:05d}", state, zip_code, within))
    return tuple(found)


def _regions() -> st.SearchStrategy[tuple[tuple[str, str | None, str | None], ...]]:
    """Statewide partners with and without a carve-out for another, and states of nobody."""
    rows = (("p1", "MI", None), ("p2", None, "48002"), ("p3", "FL", None))
    return st.sets(st.sampled_from(rows), min_size=1).map(lambda kept: tuple(sorted(kept, key=str)))


@st.composite
def _policies(draw: st.DrawFn) -> Policy:
    n = draw(st.sampled_from((5, 6, 10, 12)))
    per_state = draw(st.sampled_from(({}, {"FL": n + 3}, {"MI": n + 5})))
    epsilon = draw(st.sampled_from((0.25, 0.5, 1.0)))
    return Policy(n=n, legal_basis="a rule for tests", per_state=per_state, epsilon_per_table=epsilon)


@st.composite
def _enrolment(draw: st.DrawFn, schools: tuple[School, ...], n: int) -> tuple[tuple, ...]:
    return tuple(
        (school.id, year, *draw(st.sampled_from(_figures(n))))
        for school in schools
        for year in draw(st.sampled_from(((BEFORE, THIS),) * 3 + ((THIS,), (BEFORE,), ())))
    )


def _figures(n: int) -> list[tuple[int | None, int | None, int | None]]:
    """Students, female and male: ample, scarce, of one sex, blank here and there, and contradictory."""
    ample, no_sex = (20 * n, 10 * n, 10 * n), (20 * n, None, 10 * n)
    return [
        ample, ample, ample, no_sex, no_sex, (20 * n, 10 * n, None), (4 * n, 2 * n, 2 * n), (0, 0, 0),
        (5 * n, n + 1, 4 * n - 1), (3 * n, 1, 3 * n - 1), (12 * n, 0, 12 * n), (2 * n, n, n),
        (None, 10 * n, None), (4 * n, 5 * n, None), (20 * n, 10 * n, 11 * n),
    ]  # fmt: skip


class _Crowd:
    """The students of a network as the story goes on."""

    def __init__(self, draw: st.DrawFn, schools: tuple[School, ...], n: int) -> None:
        self._draw, self._schools = draw, schools
        self._sizes = st.sampled_from((0, 0, 1, n - 1, n, n + 1, 2 * n - 1, 2 * n, 2 * n + 1, 3 * n + 2))
        self._stations = st.sampled_from(
            (0, 1, n - 1, n, n, n + 1, n + 1, 2 * n, 2 * n + 1, 2 * n + 1, 3 * n + 1)
        )
        self._steps = st.sampled_from((1, 2, n - 1, n, n + 1))
        self._placed: dict[str, dict] = {}
        self._away: dict[str, dict] = {}
        self._years: set[str] = set()
        self._numbers = count()

    def chapter(self, day: date) -> Chapter:
        for year in (THIS, NEXT):
            if day >= date(int(year[:4]), 7, 1) and year not in self._years:
                self._begin(year)
        self._walk()
        for _ in range(self._draw(st.integers(0, 5))):
            self._happen()
        fate = self._draw(st.sampled_from(("published",) * 4 + ("withdrawn", "never")))
        students = tuple(dict(row) for row in self._placed.values())
        known = (*students, *(dict(row) for row in self._away.values()))
        regions = self._draw(_regions())
        return Chapter(day, regions, students, known, tuple(self._teachers()), fate)

    def _teachers(self) -> Iterator[dict]:
        """A teacher of csp at each school, trained by some partner, who shares at times and at times not."""
        for number, school in enumerate(self._schools):
            students = sum(_group(row) == (school.id, "csp", THIS) for row in self._placed.values())
            started = students >= STARTED
            yield tools.roster_row(
                f"p{number % 3 + 1}", f"teacher-{number}", school_id=school.id,
                status="teaching" if started else "class_forming" if students else "no_class",
                started_on=date(2025, 9, 1) if started else None, sharing=self._draw(st.booleans()),
            )  # fmt: skip

    def _begin(self, year: str) -> None:
        self._years.add(year)
        for school in self._schools:
            for course in COURSES:
                self._join(school.id, course, year, self._draw(self._sizes))

    def _join(self, school_id: str, course: str, year: str, students: int) -> None:
        if not students:
            return
        genders = self._draw(
            st.sampled_from((GENDERS, ("female",), ("male",), ("not_reported",), GENDERS[:2]))
        )
        for number in range(students):
            name = f"student-{next(self._numbers)}"
            self._placed[name] = tools.student(
                name, school_id, course, year=year, gender=genders[number % len(genders)],
                races=RACES[number % len(RACES)], trained=number % 3 == 0,
            )  # fmt: skip

    def _walk(self) -> None:
        """One group takes any size from release to release, so that it often comes back to where it was."""
        group, size = (self._schools[0].id, "csp", THIS), self._draw(self._stations)
        here = [name for name, row in self._placed.items() if _group(row) == group]
        for name in here[size:]:
            del self._placed[name]
        self._join(*group, max(0, size - len(here)))

    def _happen(self) -> None:
        """Some students of one group do one thing."""
        year = self._draw(st.sampled_from(sorted(self._years)))
        # most of it at one school and in one course, so that one thing meets another
        school = self._draw(st.sampled_from((self._schools[0],) * 3 + self._schools)).id
        course = self._draw(st.sampled_from(("csp",) * 3 + COURSES))
        students = self._draw(self._steps)
        what = self._draw(st.sampled_from(("join", "erase", "leave", "move", "change school", "correct")))
        group = (school, course, year)
        mine = [name for name, row in self._placed.items() if _group(row) == group][:students]
        if what == "join":
            self._join(school, course, year, students)
        for name in mine:
            self._do(what, name)

    def _do(self, what: str, name: str) -> None:
        row = self._placed[name]
        if what == "erase":
            del self._placed[name]
        elif what == "leave":
            self._away[name] = self._placed.pop(name)
        elif what == "move" and row["kind"] == "course":
            self._placed[name] = {**row, "course_id": "csa" if row["course_id"] == "csp" else "csp"}
        elif what == "change school":
            self._placed[name] = {**row, "school_id": self._schools[0].id}
        elif what == "correct":
            self._placed[name] = {**row, "gender": "male" if row["gender"] == "female" else "female"}


def _group(row: dict) -> tuple[str, str, str]:
    return row["school_id"], row["course_id"], row["school_year"]
