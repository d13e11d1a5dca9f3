"""Who was trained by whom, as the sources and then the roster corrections say."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from catchment.network import clocks
from tests.oracle.world import Row, World, latest


@dataclass(frozen=True)
class Training:
    """A row of a cohort, with what the enrollment that trained said."""

    person_id: str
    course_id: str
    training_year: str
    partner_id: str | None
    trained_on: date | None = None
    enrollment: Row | None = None

    @property
    def whose(self) -> tuple[str, str, str]:
        return (self.person_id, self.course_id, self.training_year)


def person_of(world: World, enrollment: Row) -> str | None:
    if enrollment["teacher_id"] in world.person_of:
        return world.person_of[enrollment["teacher_id"]]
    address = _address(enrollment["email"])
    same = [row for row in world.tables["teachers"] if address and _address(row["email"]) == address]
    account = latest(same, "created_on", "teacher_id")
    return account["person_id"] if account else None


def _address(email: str | None) -> str:
    return (email or "").strip().lower()


def live_enrollments(world: World) -> list[Row]:
    return [row for row in world.tables["enrollments"] if row["withdrawn_on"] is None]


def unmatched_enrollments(world: World) -> int:
    return sum(person_of(world, row) is None for row in live_enrollments(world))


def attended(world: World) -> dict[tuple[str, str], dict[str, tuple[Row, str]]]:
    """(person, workshop) → session_id → the session, the enrollment under which the person came."""
    sessions = world.by_id("workshop_sessions", "session_id")
    workshops = world.by_id("workshops", "workshop_id")
    enrollments = {row["enrollment_id"]: row for row in live_enrollments(world)}
    found = defaultdict(dict)
    for row in sorted(world.tables["attendance"], key=lambda row: row["enrollment_id"], reverse=True):
        session, enrollment = sessions.get(row["session_id"]), enrollments.get(row["enrollment_id"])
        if not session or not enrollment or session["workshop_id"] != enrollment["workshop_id"]:
            continue
        person = person_of(world, enrollment)
        if person and workshops[session["workshop_id"]]["deleted_on"] is None:
            came = (session, enrollment["enrollment_id"])
            found[person, session["workshop_id"]][session["session_id"]] = came
    return found


def workshop_trainings(world: World) -> list[Training]:
    workshops = world.by_id("workshops", "workshop_id")
    enrollments = world.by_id("enrollments", "enrollment_id")
    earliest: dict[tuple, Training] = {}
    for (person, workshop_id), came in sorted(attended(world).items()):
        workshop = workshops[workshop_id]
        course = world.courses[workshop["course_id"]]
        if workshop["kind"] == "quarter":
            continue
        needed = 4 if workshop["kind"] == "summer" and course["grade_band"] != "K-5" else 1
        sessions = sorted(came.values(), key=lambda pair: (pair[0]["on"], pair[0]["session_id"]))
        if len(sessions) < needed:
            continue
        session, enrollment_id = sessions[needed - 1]
        year = clocks.training_year(workshop["starts_on"])
        key = (person, course["course_id"], year, workshop["partner_id"])
        if key not in earliest or session["on"] < earliest[key].trained_on:
            earliest[key] = Training(*key, session["on"], enrollments[enrollment_id])
    return list(earliest.values())


def corrections_in_force(world: World) -> list[Row]:
    """In the order in which they were decided: the later has the last word."""
    rows = [row for row in world.tables["roster_corrections"] if row["undone_on"] is None]
    return sorted(rows, key=lambda row: (row["decided_on"], row["request_id"]))


def trainings(world: World) -> list[Training]:
    base = {(*row.whose, row.partner_id): row for row in workshop_trainings(world)}
    now = dict(base)
    for row in corrections_in_force(world):
        whose = (row["person_id"], row["course_id"], row["training_year"])
        here, there = (*whose, row["partner_id"]), (*whose, row["from_partner_id"])
        if row["kind"] == "remove":
            now.pop(here, None)
        if row["kind"] == "add":
            now.pop(there, None)
            own = base.get(here) or base.get(there) or _earliest(base, row) or Training(*here)
            now[here] = replace(own, partner_id=row["partner_id"])
    return list(now.values())


def _earliest(base: dict[tuple, Training], move: Row) -> Training | None:
    """Of a row that had been moved before: whichever training of the person was first."""
    whose = (move["person_id"], move["course_id"], move["training_year"])
    rows = [row for row in base.values() if row.whose == whose and move["from_partner_id"]]
    return min(rows, key=lambda row: (row.trained_on, row.partner_id or ""), default=None)


def quarters_attended(world: World, person: str, course: str, year: str) -> set[str]:
    workshops = world.by_id("workshops", "workshop_id")
    credited = set()
    for (who, workshop_id), came in attended(world).items():
        workshop = workshops[workshop_id]
        of_course = (who, workshop["course_id"], workshop["kind"]) == (person, course, "quarter")
        if of_course and any(clocks.school_year(session["on"]) == year for session, _ in came.values()):
            credited.update(f"q{number}" for number in (workshop["quarters"] or "").split(";") if number)
    return credited
