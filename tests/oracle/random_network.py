"""Small random networks in which awkward cases are common: classes near five, days near boundaries."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from tests.oracle.backdrop import LESSONS, curriculum

Row = dict
TRAINED = ["csd", "csp", "csf-a", "csf-b"]
PARTNERS = ["p1", "p2", None]

EDGES = [
    date(year, month, day)
    for year in (2024, 2025, 2026)
    for month, day in ((6, 30), (7, 1), (8, 1), (1, 5), (6, 15), (6, 16), (5, 31), (6, 1))
    if date(2024, 6, 1) <= date(year, month, day) <= date(2026, 7, 1)
]


SHARED = ("courses", "units", "lessons", "schools", "school_enrollment", "state_policies")
"""Tables that every group of people has in common."""


def random_network(seed: int, groups: int = 4) -> dict[str, list[Row]]:
    """Rows by contract table: several groups of people who have nothing to do with each other."""
    tables: dict[str, list[Row]] = {}
    for number in range(groups):
        for name, rows in Maker(seed * groups + number, f"g{number}").tables().items():
            if name not in SHARED or not number:
                tables.setdefault(name, []).extend(rows)
    return tables


class Maker:
    """Draws the rows of one group of people; the same `seed` gives the same rows. `tag` begins its ids."""

    def __init__(self, seed: int, tag: str) -> None:
        self.chance, self.tag = Random(seed), tag
        self.students = [f"{tag}-s{number:02d}" for number in range(self.chance.randint(5, 14))]
        self.accounts = [f"{tag}-t{number}" for number in range(self.chance.randint(1, 3))]
        self.persons = {account: f"{tag}-person{number // 2}" for number, account in enumerate(self.accounts)}
        self.schools = ["school-a", "school-b", "school-c"]
        # Most of what happens is about one course, so that people are trained for what is then taught.
        self.focus = self.chance.choice(TRAINED)

    def tables(self) -> dict[str, list[Row]]:
        sections = self._sections()
        members = self._members(sections)
        workshops = self._workshops()
        sessions = self._sessions(workshops)
        enrollments = self._enrollments(workshops)
        return {
            **curriculum(),
            "schools": [self._school(school) for school in self.schools],
            "school_enrollment": [
                self._enrolment(school, year)
                for school in self.schools
                for year in ("2023-24", "2025-26", "2026-27")
                if self._happens(0.6)
            ],
            "teachers": [self._teacher(account) for account in self.accounts],
            "teacher_schools": self._unique(self._teacher_school, 6, "teacher_id", "school_id", "starts_on"),
            "sections": sections,
            "students": [self._student(student) for student in self.students if self._happens(0.9)],
            "section_students": members,
            "activity": self._activity(sections, members),
            "workshops": workshops,
            "workshop_sessions": sessions,
            "enrollments": enrollments,
            "attendance": self._attendance(sessions, enrollments),
            "signals": self._unique(self._signal, 8, "school_id", "kind", "on"),
            "state_policies": [
                {"state": "MI", "policy": name, "status": self.chance.choice(["yes", "in_progress", "no"])}
                for name in ("funding", "graduation")
            ],
            "consents": self._unique(self._consent, 5, "person_id", "partner_id", "granted_on"),
            "roster_corrections": [self._correction(n) for n in range(self.chance.choice([0, 0, 1, 3, 6]))],
        }

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _day(self, begins: date = date(2024, 6, 1), ends: date = date(2026, 7, 1)) -> date:
        edges = [day for day in EDGES if begins <= day <= ends]
        if edges and self._happens(0.3):
            return self.chance.choice(edges)
        return begins + timedelta(days=self.chance.randint(0, max((ends - begins).days, 0)))

    def _maybe_day(self, share: float, begins: date = date(2024, 6, 1)) -> date | None:
        return self._day(min(begins, date(2026, 7, 1))) if self._happens(share) else None

    def _unique(self, make: Callable[[], Row], most: int, *key: str) -> list[Row]:
        rows = [make() for _ in range(self.chance.randint(0, most))]
        return list({tuple(row[name] for name in key): row for row in rows}.values())

    def _school(self, school: str) -> Row:
        return {
            "school_id": school,
            "district_id": self.chance.choice(["2600001", "2600002", None]),
            "state": self.chance.choice(["MI", "OH"]),
            "county_fips": self.chance.choice(["26001", "26003", None]),
            **self._place_and_grades(),
        }

    def _place_and_grades(self) -> Row:
        grades = ("PK", "KG", "05", "06", "08", "09", "12", "UG", None)
        return {
            "locale": self.chance.choice([11, 31, 32, 33, 41, 43, 99, None]),
            "grade_low": self.chance.choice(grades),
            "grade_high": self.chance.choice(grades),
        }

    def _enrolment(self, school: str, year: str) -> Row:
        counts = {name: self.chance.choice([0, 3, 40, 90, None]) for name in ("frl_eligible", "hi", "bl")}
        return {
            "school_id": school,
            "school_year": year,
            "students": self.chance.choice([0, 80, 100, None]),
            "am": 1,
            "hp": self.chance.choice([0, 2]),
            "title_i_status": self.chance.choice(["1", "5", "6", "M", None]),
            **counts,
            **(self._place_and_grades() if self._happens(0.5) else {}),
        }

    def _teacher(self, account: str) -> Row:
        return {
            "teacher_id": account,
            "person_id": self.persons[account],
            "first_name": self.chance.choice(["Ada Invented", None]),
            "last_name": f"Of {account}",
            "email": self.chance.choice([f"{account}@example.org", f" {account.upper()}@Example.ORG ", None]),
            "phone": self.chance.choice(["000", None]),
            "created_on": self.chance.choice([date(2023, 1, 1), date(2023, 1, 2), self._day()]),
        }

    def _teacher_school(self) -> Row:
        starts = self._day(date(2023, 7, 1))
        return {
            "teacher_id": self.chance.choice(self.accounts),
            "school_id": self.chance.choice(self.schools),
            "starts_on": starts,
            "ends_on": self._maybe_day(0.4, starts),
        }

    def _sections(self) -> list[Row]:
        return [
            {
                "section_id": f"{self.tag}-c{number}",
                "teacher_id": self.chance.choice(self.accounts),
                "course_id": self.chance.choice([self.focus, self.focus, None, None, *TRAINED]),
                "created_on": date(2024, 7, 1),
                "deleted_on": self._maybe_day(0.2),
            }
            for number in range(self.chance.randint(1, 4))
        ]

    def _student(self, student: str) -> Row:
        races = ("hispanic", "black", "white", "asian", "american_indian", "hawaiian", "other", "opt_out")
        ticked = self.chance.sample(races, self.chance.choice([0, 1, 1, 2, 5, 6]))
        genders = ("female", "male", "nonbinary", "another", "not_reported", None)
        answer = ";".join(ticked) or None
        return {"student_id": student, "gender": self.chance.choice(genders), "races": answer}

    def _members(self, sections: list[Row]) -> list[Row]:
        rows = {}
        for section in sections:
            usual = self._day(date(2024, 7, 20), date(2026, 3, 1))
            size = min(len(self.students), self.chance.randint(4, 9))
            for student in self.chance.sample(self.students, size):
                joined = usual if self._happens(0.8) else self._day()
                rows[section["section_id"], student, joined] = {
                    "section_id": section["section_id"],
                    "student_id": student,
                    "joined_on": joined,
                    "removed_on": self._maybe_day(0.15, joined),
                }
        return list(rows.values())

    def _activity(self, sections: list[Row], members: list[Row]) -> list[Row]:
        """Students work through their section's course, some a year later again; now and then on another."""
        course_of = {section["section_id"]: section["course_id"] or self.focus for section in sections}
        rows = []
        for member in members:
            begins = member["joined_on"] + timedelta(days=self.chance.choice([-20, 0, 0, 1, 3, 30]))
            if self._happens(0.85):
                rows += self._burst(member["student_id"], course_of[member["section_id"]], begins)
            if self._happens(0.15):
                later = begins + timedelta(days=365)
                rows += self._burst(member["student_id"], course_of[member["section_id"]], later)
        for student in self.students:
            if self._happens(0.3):
                rows += self._burst(student, self.chance.choice([*TRAINED, "maze"]), self._day())
        return list({(row["student_id"], row["lesson_id"], row["on"]): row for row in rows}.values())

    def _burst(self, student: str, course: str, on: date) -> list[Row]:
        """Lessons one after the other, with pauses, now and then one left out or done twice."""
        rows = []
        pauses = self.chance.choice([[0, 1], [0, 1, 2, 7], [7, 28, 29, 30, 45]])
        for number in range(self.chance.choice([1, 2, 5, 9, 12])):
            unit, lesson = number // LESSONS + 1, number % LESSONS + 1
            attempts = self.chance.choice([0, 1, 1, 1, 2])
            rows.append(
                {
                    "student_id": student,
                    "lesson_id": f"{course}-{unit}-{lesson}",
                    "on": on,
                    "attempts": attempts,
                }
            )
            if self._happens(0.1):
                rows.append({**rows[-1], "on": on + timedelta(days=60), "attempts": 1})
            on += timedelta(days=self.chance.choice(pauses))
        return rows

    def _workshops(self) -> list[Row]:
        rows = []
        for number in range(self.chance.randint(2, 6)):
            kind = self.chance.choice(["summer", "summer", "quarter", "quarter", "intro", "deep_dive"])
            summers = [date(2024, 5, 29), date(2024, 6, 3), date(2025, 6, 20)]
            starts = self._day() if kind == "quarter" or self._happens(0.2) else self.chance.choice(summers)
            rows.append(
                {
                    "workshop_id": f"{self.tag}-w{number}",
                    "partner_id": self.chance.choice(PARTNERS),
                    "course_id": self.focus if self._happens(0.75) else self.chance.choice(TRAINED),
                    "kind": kind,
                    "quarters": self.chance.choice(["1", "2;3", "3;4", "1;2;4", None])
                    if kind == "quarter"
                    else None,
                    "starts_on": starts,
                    "ends_on": starts + timedelta(days=4),
                    "deleted_on": self._maybe_day(0.1),
                }
            )
        return rows

    def _sessions(self, workshops: list[Row]) -> list[Row]:
        return [
            {
                "session_id": f"{workshop['workshop_id']}-{day}",
                "workshop_id": workshop["workshop_id"],
                "on": workshop["starts_on"] + timedelta(days=day),
            }
            for workshop in workshops
            for day in range(5)
        ]

    def _enrollments(self, workshops: list[Row]) -> list[Row]:
        rows = []
        for workshop in workshops:
            for _ in range(self.chance.randint(2, 5)):
                account = self.chance.choice(self.accounts)
                known = self.chance.choice([account, account, "nobody", None])
                rows.append(
                    {
                        "enrollment_id": f"{self.tag}-e{len(rows)}",
                        "workshop_id": workshop["workshop_id"],
                        "teacher_id": known,
                        "first_name": "Enrolled Invented",
                        "last_name": None,
                        "email": self.chance.choice([f"{account}@EXAMPLE.org", "stranger@example.org"]),
                        "school_id": self.chance.choice([*self.schools, None]),
                        "scholarship": self.chance.choice([True, False, None]),
                        "plan": self.chance.choice(["full_year", "spring", None]),
                        "enrolled_on": workshop["starts_on"] - timedelta(days=10),
                        "withdrawn_on": self._maybe_day(0.1),
                    }
                )
        return rows

    def _attendance(self, sessions: list[Row], enrollments: list[Row]) -> list[Row]:
        rows = []
        for enrollment in enrollments:
            share = self.chance.choice([0.5, 0.9, 1.0])
            for session in sessions:
                if session["workshop_id"] == enrollment["workshop_id"] and self._happens(share):
                    rows.append(
                        {"session_id": session["session_id"], "enrollment_id": enrollment["enrollment_id"]}
                    )
        return rows

    def _signal(self) -> Row:
        return {
            "school_id": self.chance.choice(self.schools),
            "kind": self.chance.choice(["pledge", "event", "application", "application"]),
            "on": self._day(),
            "may_show": self._happens(0.5),
        }

    def _consent(self) -> Row:
        granted = self._day(date(2024, 6, 1), date(2025, 12, 1))
        return {
            "person_id": self.chance.choice(list(self.persons.values())),
            "partner_id": self.chance.choice(["p1", "p2"]),
            "scope": "roster",
            "text_version": "1",
            "granted_on": granted,
            "withdrawn_on": self._maybe_day(0.3, granted),
        }

    def _correction(self, number: int) -> Row:
        kind = self.chance.choice(["add", "remove", "update"])
        decided = self._day()
        partner = self.chance.choice(["p1", "p2", "p2", "p3"])
        return {
            "request_id": f"{self.tag}-r{number}",
            "kind": kind,
            "person_id": self.chance.choice(list(self.persons.values())),
            "partner_id": partner,
            "from_partner_id": self.chance.choice([p for p in (*PARTNERS, "p3") if p != partner]),
            "course_id": self.focus,
            "training_year": self.chance.choice(["2024-25", "2025-26"]),
            "field": self.chance.choice(["email", "first_name", "last_name"]) if kind == "update" else None,
            "value": self.chance.choice(["corrected", None]) if kind == "update" else None,
            "decided_on": decided,
            "decided_by": "staff",
            "undone_on": self._maybe_day(0.2, decided),
        }
