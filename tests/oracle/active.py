"""Who is active in a school year, from when on: students in courses, teachers, schools, districts."""

from collections.abc import Iterable
from datetime import date

from tests.oracle import classes
from tests.oracle.roster import person_school
from tests.oracle.world import Row, World


def student_courses(world: World) -> list[Row]:
    """The first attempt of a course in a school year, the last one and the days between that had any."""
    rows = []
    for (student, course, year), attempts in world.work.items():
        days = sorted({attempt.on for attempt in attempts})
        rows.append(
            {
                "student_id": student,
                "course_id": course,
                "school_year": year,
                "first_on": days[0],
                "last_on": days[-1],
                "active_days": len(days),
                "kind": world.courses[course]["kind"],
            }
        )
    return rows


def teacher_active(world: World) -> list[Row]:
    sections = classes.section_active(world).items()
    return _earliest("person_id", (((person, year), on) for (person, _, _, year), on in sections))


def school_active(world: World) -> list[Row]:
    teachers = [(row["person_id"], row["school_year"], row["active_on"]) for row in teacher_active(world)]
    return _earliest(
        "school_id", (((person_school(world, who, year), year), on) for who, year, on in teachers)
    )


def district_active(world: World) -> list[Row]:
    districts = {row["school_id"]: row["district_id"] for row in world.tables["schools"]}
    schools = [(row["school_id"], row["school_year"], row["active_on"]) for row in school_active(world)]
    return _earliest("district_id", (((districts.get(where), year), on) for where, year, on in schools))


def _earliest(name: str, found: Iterable[tuple[tuple[str | None, str], date]]) -> list[Row]:
    """A row per place and year, active from the earliest day; nothing for a place that is not known."""
    earliest: dict[tuple[str, str], date] = {}
    for (place, year), on in found:
        if place is not None:
            earliest[place, year] = min(on, earliest.get((place, year), on))
    return [{name: place, "school_year": year, "active_on": on} for (place, year), on in earliest.items()]
