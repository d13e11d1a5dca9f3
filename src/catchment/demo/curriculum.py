"""The program's courses with their units, lessons and completion rules."""

from dataclasses import dataclass

import numpy as np

from catchment.demo.columns import Columns


@dataclass(frozen=True)
class Course:
    """`units`: name and number of lessons; every `unplugged`-th lesson happens away from the platform."""

    id: str
    name: str
    family: str
    band: str
    units: tuple[tuple[str, int], ...]
    unplugged: int = 99
    kind: str = "course"


def _fundamentals(letter: str, name: str, lessons: int) -> Course:
    return Course(f"csf-{letter}", name, "csf", "K-5", ((name, lessons),), unplugged=4)


COURSES = (
    _fundamentals("pre-express", "CS Fundamentals Pre-Express", 16),
    _fundamentals("a", "CS Fundamentals Course A", 14),
    _fundamentals("b", "CS Fundamentals Course B", 15),
    _fundamentals("c", "CS Fundamentals Course C", 17),
    _fundamentals("d", "CS Fundamentals Course D", 18),
    _fundamentals("e", "CS Fundamentals Course E", 19),
    _fundamentals("f", "CS Fundamentals Course F", 20),
    _fundamentals("express", "CS Fundamentals Express", 26),
    Course(
        "csd",
        "CS Discoveries",
        "csd",
        "6-8",
        (
            ("Solving problems", 8),
            ("Making web pages", 10),
            ("Animations and games", 12),
            ("Designing for people", 10),
            ("Data and society", 10),
            ("Physical computing", 10),
        ),
        unplugged=9,
    ),
    Course(
        "csp",
        "CS Principles",
        "csp",
        "9-12",
        (
            ("Digital information", 9),
            ("The internet", 9),
            ("First apps", 9),
            ("Variables and conditionals", 10),
            ("Lists and loops", 10),
            ("Algorithms", 8),
            ("Functions", 9),
            ("A project of one's own", 8),
            ("Data", 9),
            ("Security and global impact", 9),
        ),
        unplugged=8,
    ),
    Course(
        "csa",
        "CS A",
        "csa",
        "9-12",
        (
            ("Objects", 9),
            ("Classes", 9),
            ("Arrays", 9),
            ("Conditions and text", 9),
            ("Two dimensions", 9),
            ("A software project", 9),
        ),
    ),
    Course("hoc-maze", "Hour of Code: Maze", "hoc", "K-5", (("Maze", 1),), kind="hour_of_code"),
    Course(
        "hoc-text", "Hour of Code: Text adventure", "hoc", "6-8", (("Adventure", 2),), kind="hour_of_code"
    ),
)
INDEX = {course.id: place for place, course in enumerate(COURSES)}
FUNDAMENTALS = tuple(INDEX[course.id] for course in COURSES if course.family == "csf")
K5 = INDEX["csf-express"]
"""The course that a workshop for elementary teachers names; they teach any of the family."""
CSD, CSP, CSA = INDEX["csd"], INDEX["csp"], INDEX["csa"]
HOUR_OF_CODE = (INDEX["hoc-maze"], INDEX["hoc-text"])

PLUGGED_NEEDED = {"pre-express": 8, "a": 8, "b": 9, "c": 10, "d": 10, "e": 11, "f": 12, "express": 15}
"""How many plugged lessons complete each CS Fundamentals course."""

UNIT_IDS = tuple(f"{course.id}-u{unit + 1}" for course in COURSES for unit in range(len(course.units)))
LESSON_IDS = tuple(
    f"{course.id}-u{unit + 1}-l{lesson + 1:02d}"
    for course in COURSES
    for unit, (_, lessons) in enumerate(course.units)
    for lesson in range(lessons)
)
LENGTHS = np.array([sum(lessons for _, lessons in course.units) for course in COURSES])
"""Lessons per course."""
OFFSETS = np.concatenate([[0], np.cumsum(LENGTHS)])[:-1]
"""Place of each course's first lesson in `LESSON_IDS`."""
PLUGGED = np.concatenate(
    [np.arange(1, length + 1) % COURSES[place].unplugged != 0 for place, length in enumerate(LENGTHS)]
)


def tables() -> dict[str, Columns]:
    """The contract's `courses`, `units` and `lessons`."""
    return {"courses": _courses(), "units": _units(), "lessons": _lessons()}


def _courses() -> Columns:
    return {
        "course_id": [course.id for course in COURSES],
        "name": [course.name for course in COURSES],
        "family": [course.family for course in COURSES],
        "grade_band": [course.band for course in COURSES],
        "kind": [course.kind for course in COURSES],
    }


def _units() -> Columns:
    rows = [
        (course.id, place + 1, name) for course in COURSES for place, (name, _) in enumerate(course.units)
    ]
    return {
        "unit_id": list(UNIT_IDS),
        "course_id": [row[0] for row in rows],
        "position": [row[1] for row in rows],
        "name": [row[2] for row in rows],
    }


def _lessons() -> Columns:
    return {
        "lesson_id": list(LESSON_IDS),
        "unit_id": [lesson.rsplit("-", 1)[0] for lesson in LESSON_IDS],
        "position": [int(lesson.rsplit("-l", 1)[1]) for lesson in LESSON_IDS],
        "plugged": PLUGGED.tolist(),
    }
