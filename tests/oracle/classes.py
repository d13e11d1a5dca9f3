"""Whose students are whose, who started and who completed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from catchment.network import clocks
from catchment.network.completion import completed_on, levels_of
from tests.oracle.world import Attempt, World


@dataclass(frozen=True)
class Membership:
    """A student in a section of a person."""

    person_id: str
    section_id: str
    course_id: str | None
    deleted_on: date | None
    student_id: str
    joined_on: date
    removed_on: date | None

    def in_year(self, year: str) -> bool:
        """The membership overlaps the year, and the section was there in it."""
        begins, ends = clocks.first_day(year), clocks.last_day(year)
        gone = self.removed_on is not None and self.removed_on < begins
        deleted = self.deleted_on is not None and self.deleted_on < begins
        return self.joined_on <= ends and not gone and not deleted

    def teaches(self, course: str) -> bool:
        return self.course_id is None or self.course_id == course

    def holds(self, day: date) -> bool:
        """What the student did that day counts here: it was not after the removal."""
        return self.removed_on is None or day <= self.removed_on


def memberships(world: World) -> list[Membership]:
    sections = world.by_id("sections", "section_id")
    found = []
    for row in world.tables["section_students"]:
        section = sections.get(row["section_id"])
        if section and section["teacher_id"] in world.person_of:
            found.append(
                Membership(
                    world.person_of[section["teacher_id"]],
                    section["section_id"],
                    section["course_id"],
                    section["deleted_on"],
                    row["student_id"],
                    row["joined_on"],
                    row["removed_on"],
                )
            )
    return found


def counted(world: World, member: Membership, course: str, year: str) -> list[Attempt]:
    """The student's attempts of the course in the year that count for this section's teacher."""
    if not (member.in_year(year) and member.teaches(course)):
        return []
    return [a for a in world.work.get((member.student_id, course, year), []) if member.holds(a.on)]


def taught(world: World) -> dict[tuple[str, str, str], list[Membership]]:
    """(person, course, school year) → memberships in which an attempt of that course counts."""
    found = defaultdict(list)
    for member in memberships(world):
        for student, course, year in world.work:
            is_course = world.courses[course]["kind"] == "course"
            if student == member.student_id and is_course and counted(world, member, course, year):
                found[member.person_id, course, year].append(member)
    return dict(found)


def fifth_student(days: Iterable[tuple[str, date]]) -> date | None:
    """The day on which the 5th distinct student came; each counts from the earliest of their days."""
    earliest: dict[str, date] = {}
    for student, day in days:
        earliest[student] = min(day, earliest.get(student, day))
    return sorted(earliest.values())[4] if len(earliest) >= 5 else None


def qualifying(world: World, members: list[Membership], course: str, year: str) -> list[tuple[str, date]]:
    return [
        (member.student_id, max(counted(world, member, course, year)[0].on, member.joined_on))
        for member in members
    ]


def teacher_started(world: World) -> dict[tuple[str, str, str], date]:
    """(person, course, school year) → started_on."""
    found = {key: fifth_student(qualifying(world, rows, *key[1:])) for key, rows in taught(world).items()}
    return {key: day for key, day in found.items() if day}


def section_active(world: World) -> dict[tuple[str, str, str, str], date]:
    """(person, section, course, school year) → active_on."""
    found = {}
    for (person, course, year), members in taught(world).items():
        for section in {member.section_id for member in members}:
            own = [member for member in members if member.section_id == section]
            found[person, section, course, year] = fifth_student(qualifying(world, own, course, year))
    return {key: day for key, day in found.items() if day}


def teacher_active(world: World) -> set[tuple[str, str]]:
    """(person, school year) with an active section."""
    return {(person, year) for person, _, _, year in section_active(world)}


def teacher_completed(world: World) -> dict[tuple[str, str, str], tuple[date, str]]:
    """(person, course, school year) → completed_on, completed_level."""
    found = {}
    for key, members in taught(world).items():
        reached = _levels_reached(world, members, *key[1:])
        if reached:
            found[key] = (reached[0][1], reached[-1][0])
    return found


def _levels_reached(
    world: World, members: list[Membership], course: str, year: str
) -> list[tuple[str, date]]:
    """The levels that 5 students reached, lowest first, each with the day of the 5th."""
    rules = world.network.completion
    reached = []
    for rule in levels_of(rules, course):
        days = []
        for member in members:
            done = completed_on(rule, rules, world.lesson_starts(member.student_id, course, year))
            if done and member.holds(done):
                days.append((member.student_id, max(done, member.joined_on)))
        if fifth := fifth_student(days):
            reached.append((rule.level, fifth))
    return reached
