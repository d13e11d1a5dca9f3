"""The roster and its cohorts."""

from collections import Counter, defaultdict
from datetime import date

from catchment.network import clocks, consent, health
from tests.oracle import classes, implementing, training
from tests.oracle.training import Training
from tests.oracle.world import Row, World, latest

QUARTERS = ("q1", "q2", "q3", "q4")
COHORT = ("partner_id", "training_year", "course_id", "school_year")


def person_school(world: World, person: str, year: str) -> str | None:
    """The last association valid in the year, over all accounts of the person."""
    valid = [
        row
        for row in world.tables["teacher_schools"]
        if world.person_of.get(row["teacher_id"]) == person
        and row["starts_on"] <= clocks.last_day(year)
        and (row["ends_on"] is None or row["ends_on"] >= clocks.first_day(year))
    ]
    last = latest(valid, "starts_on", "school_id")
    return last["school_id"] if last else None


def family(world: World, course_id: str) -> list[str]:
    """The courses whose class counts: the course, in K-5 all of its family."""
    course = world.courses[course_id]
    young = [
        other["course_id"]
        for other in world.courses.values()
        if (other["family"], other["grade_band"], other["kind"]) == (course["family"], "K-5", "course")
    ]
    return sorted({course_id, *young}) if course_id in young else [course_id]


class Roster:
    """Computes rows one by one; what many rows need is computed once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.started = classes.teacher_started(world)
        self.completed = classes.teacher_completed(world)
        self.taught = classes.taught(world)
        self.active = classes.teacher_active(world)
        self.members = classes.memberships(world)

    def rows(self) -> list[Row]:
        this_year = clocks.school_year(self.world.as_of)
        return [
            self.row(trained, year)
            for trained in training.trainings(self.world)
            for year in clocks.labels(trained.training_year, max(this_year, trained.training_year))
        ]

    def row(self, trained: Training, year: str) -> Row:
        person, courses = trained.person_id, family(self.world, trained.course_id)
        facts = self.facts(trained, courses, year)
        calendar, as_of = self.world.network.calendar, self.world.as_of
        unit = self.furthest_unit(person, courses, year)
        credited = training.quarters_attended(self.world, person, trained.course_id, year)
        enrollment = trained.enrollment or defaultdict(lambda: None)
        return {
            "partner_id": trained.partner_id,
            "person_id": person,
            "training_year": trained.training_year,
            "course_id": trained.course_id,
            "school_year": year,
            "school_id": person_school(self.world, person, year) or enrollment["school_id"],
            "trained_on": trained.trained_on,
            "status": health.status(facts, calendar, as_of),
            "status_since": health.status_since(facts, calendar, as_of),
            "needs_help": health.needs_help(facts, calendar, as_of),
            "last_activity_on": facts.last_activity_on,
            "started_on": facts.started_on,
            "completed_on": facts.completed_on,
            "completed_level": self.level(person, courses, year),
            **implementing.implementation(self.world, self.started, trained, courses, year),
            "implemented_any": self.implemented_any(person, trained.training_year),
            "teacher_status": implementing.teacher_status(self.world, self.active, person, year),
            "teaches_other_course": self.teaches_other(person, courses, year),
            "furthest_unit": unit["position"] if unit else None,
            "furthest_unit_name": unit["name"] if unit else None,
            **{quarter: quarter in credited for quarter in QUARTERS},
            "workshop_retention": len(credited) >= 3,
            "sustained": self.sustained(person, trained.training_year),
            "scholarship": enrollment["scholarship"],
            "plan": enrollment["plan"],
            **self.names(trained),
            "sharing": self.shares(trained),
        }

    def facts(self, trained: Training, courses: list[str], year: str) -> health.Facts:
        person = trained.person_id
        starts = [day for day, _ in self.starts(person, courses, year)]
        completions = [day for (day, _), _ in self.completions(person, courses, year)]
        plan = trained.enrollment["plan"] if trained.enrollment else None
        return health.Facts(
            school_year=year,
            first_joined_on=self.forming_on(person, courses, year),
            started_on=min(starts, default=None),
            completed_on=min(completions, default=None),
            attempted_on=tuple(self.attempt_days(person, courses, year)),
            spring_plan=plan == "spring" and trained.training_year == year,
        )

    def starts(self, person: str, courses: list[str], year: str) -> list[tuple[date, str]]:
        return [(self.started[person, c, year], c) for c in courses if (person, c, year) in self.started]

    def completions(self, person: str, courses: list[str], year: str) -> list[tuple[tuple[date, str], str]]:
        return [(self.completed[person, c, year], c) for c in courses if (person, c, year) in self.completed]

    def level(self, person: str, courses: list[str], year: str) -> str | None:
        """The level reached in the course completed first."""
        done = self.completions(person, courses, year)
        return min(done, key=lambda pair: (pair[0][0], pair[1]))[0][1] if done else None

    def attempt_days(self, person: str, courses: list[str], year: str) -> list[date]:
        return sorted(
            {
                attempt.on
                for course in courses
                for member in self.taught.get((person, course, year), [])
                for attempt in classes.counted(self.world, member, course, year)
            }
        )

    def forming_on(self, person: str, courses: list[str], year: str) -> date | None:
        """New students count from joining, old ones from their first attempt of the year."""
        days = []
        for member in self.members:
            if member.person_id != person or not member.in_year(year):
                continue
            for course in courses:
                if not member.teaches(course):
                    continue
                if member.joined_on >= clocks.first_day(year):
                    days.append(member.joined_on)
                elif attempts := classes.counted(self.world, member, course, year):
                    days.append(attempts[0].on)
        return min(days, default=None)

    def furthest_unit(self, person: str, courses: list[str], year: str) -> Row | None:
        starts = self.starts(person, courses, year)
        if not starts:
            return None
        _, course = min(starts)
        last = {}
        for member in self.taught[person, course, year]:
            attempts = classes.counted(self.world, member, course, year)
            position = (attempts[-1].on, attempts[-1].unit["position"])
            last[member.student_id] = max(position, last.get(member.student_id, position))
        students = Counter(position for _, position in last.values())
        furthest = max(students, key=lambda position: (students[position], position))
        units = self.world.tables["units"]
        return next(row for row in units if (row["course_id"], row["position"]) == (course, furthest))

    def teaches_other(self, person: str, courses: list[str], year: str) -> bool:
        return any(
            (who, when) == (person, year) and course not in courses for who, course, when in self.started
        )

    def sustained(self, person: str, training_year: str) -> bool | None:
        first, second, third = (self.active_in(person, clocks.shift(training_year, n)) for n in range(3))
        pairs = [_both(first, second), _both(second, third)]
        if True in pairs:
            return True
        return None if None in pairs else False

    def implemented_any(self, person: str, training_year: str) -> bool | None:
        years = [self.active_in(person, clocks.shift(training_year, n)) for n in range(2)]
        if True in years:
            return True
        return None if None in years else False

    def active_in(self, person: str, year: str) -> bool | None:
        """None: not active so far, and the year is not over."""
        if (person, year) in self.active:
            return True
        return False if self.world.as_of > clocks.last_day(year) else None

    def names(self, trained: Training) -> Row:
        accounts = [row for row in self.world.tables["teachers"] if row["person_id"] == trained.person_id]
        account = latest(accounts, "created_on", "teacher_id") or defaultdict(lambda: None)
        enrollment = trained.enrollment or defaultdict(lambda: None)
        fields = ("first_name", "last_name", "email")
        names = {name: enrollment[name] if account[name] is None else account[name] for name in fields}
        for row in training.corrections_in_force(self.world):
            about = (row["person_id"], row["course_id"], row["training_year"], row["partner_id"])
            updates = row["kind"] == "update" and row["value"] is not None
            if updates and about == (*trained.whose, trained.partner_id):
                names[row["field"]] = row["value"]
        return {**names, "phone": account["phone"]}

    def shares(self, trained: Training) -> bool:
        rows = [
            consent.Consent(
                row["person_id"], row["partner_id"], row["granted_on"], row["withdrawn_on"], row["scope"]
            )
            for row in self.world.tables["consents"]
        ]
        partner = trained.partner_id
        return partner is not None and consent.in_force(rows, trained.person_id, partner, self.world.as_of)


def _both(one: bool | None, other: bool | None) -> bool | None:
    if False in (one, other):
        return False
    return None if None in (one, other) else True


def cohorts(rows: list[Row]) -> list[Row]:
    """Counts over the persons who share, of the rows of a roster."""
    return [
        _size(group) | _counts([row for row in group if row["sharing"]]) | _rate("", group)
        for group in _groups(rows)
    ]


def cohorts_all(rows: list[Row]) -> list[Row]:
    """Counts over everybody."""
    return [
        _size(group) | {f"{name}_all": count for name, count in _counts(group).items()} | _rate("_all", group)
        for group in _groups(rows)
    ]


def _groups(rows: list[Row]) -> list[list[Row]]:
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in COHORT)].append(row)
    return list(groups.values())


def _size(group: list[Row]) -> Row:
    key = {name: group[0][name] for name in COHORT}
    return key | {"trained": len(group), "sharing": sum(row["sharing"] for row in group)}


def _counts(rows: list[Row]) -> Row:
    known = [row["sustained"] for row in rows if row["sustained"] is not None]
    return {
        "started": sum(row["started_on"] is not None for row in rows),
        "completed": sum(row["completed_on"] is not None for row in rows),
        "workshop_retained": sum(row["workshop_retention"] for row in rows),
        "started_365": sum(row["implementation_365"] is True for row in rows),
        "started_before_training": sum(row["started_before_training"] is True for row in rows),
        "implemented_any": sum(row["implemented_any"] is True for row in rows),
        "sustained": sum(known) if known else None,
        "sustained_known": len(known),
    }


def _rate(whose: str, group: list[Row]) -> Row:
    rows = [row for row in group if whose or row["sharing"]]
    started = sum(row["started_on"] is not None for row in rows)
    return {f"implementation_rate{whose}": started / len(rows) if rows else None}
