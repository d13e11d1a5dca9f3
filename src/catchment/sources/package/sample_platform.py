"""The sample's platform side: courses, accounts, classes, students' work. All invented."""

from datetime import date, timedelta

from catchment.sources.package.sample_program import (
    CARVED_HIGH,
    SAMPLE_HIGH,
    SAMPLE_MIDDLE,
    VALLEY_HIGH,
    Rows,
    teacher_name,
)

_UNITS = {"csp": 4, "csd": 3}
_LESSONS = 5

_COURSES = [
    ("csp", "Sample CS Principles", "csp", "9-12", "course"),
    ("csd", "Sample CS Discoveries", "csd", "6-8", "course"),
]

# section: teacher's number, course, first student, students, students at work, first day, lessons so far
_SECTIONS = {
    "sec-1": (1, "csp", 0, 15, 14, date(2025, 9, 8), 20),
    "sec-2": (2, "csp", 15, 12, 11, date(2025, 9, 8), 9),
    "sec-3": (3, "csd", 27, 20, 18, date(2025, 9, 8), 15),
    "sec-4": (4, "csp", 47, 12, 10, date(2025, 9, 22), 6),
    "sec-5": (5, "csd", 59, 13, 3, date(2026, 1, 12), 4),
    "sec-6": (6, "", 72, 8, 7, date(2026, 1, 12), 8),
    "sec-old": (1, "csp", 47, 12, 12, date(2024, 9, 9), 12),
}

_STUDENTS = 80
_LAST_DAY = date(2026, 3, 10)
_GENDERS = ("female", "male", "male", "female", "nonbinary", "not_reported", "male", "")
_RACES = ("white", "hispanic", "asian;white", "black", "opt_out", "hispanic;black", "", "other")


def tables() -> dict[str, Rows]:
    """Every table of the platform side by name."""
    return {
        "courses": _COURSES,
        "units": _units(),
        "lessons": _lessons(),
        "teachers": _teachers(),
        "teacher_schools": _teacher_schools(),
        "sections": _sections(),
        "students": _students(),
        "section_students": _section_students(),
        "activity": _activity(),
    }


def student_id(number: int) -> str:
    """The pseudonym of a student: 12 characters that say nothing."""
    return f"5a{number * 7919:010x}"


def _units() -> Rows:
    return [
        (f"{course}-u{unit}", course, unit, f"Sample unit {unit}")
        for course, units in _UNITS.items()
        for unit in range(1, units + 1)
    ]


def _lessons() -> Rows:
    return [
        (f"{unit_id}-l{lesson}", unit_id, lesson, "false" if lesson == 1 else "true")
        for unit_id, *_ in _units()
        for lesson in range(1, _LESSONS + 1)
    ]


def _teachers() -> Rows:
    # The sixth account is the fourth person's second one.
    return [
        (
            f"teacher-{number}",
            f"person-{4 if number == 6 else number}",
            *teacher_name(number),
            "",
            "2023-08-01",
        )
        for number in range(1, 7)
    ]


def _teacher_schools() -> Rows:
    schools = (SAMPLE_HIGH, CARVED_HIGH, SAMPLE_MIDDLE, VALLEY_HIGH, SAMPLE_MIDDLE, VALLEY_HIGH)
    moved = ("teacher-2", VALLEY_HIGH, "2023-08-01", "2025-07-31")
    return [
        moved,
        *((f"teacher-{number}", school, "2025-08-01", "") for number, school in enumerate(schools, start=1)),
        ("teacher-1", SAMPLE_HIGH, "2023-08-01", "2025-07-31"),
    ]


def _sections() -> Rows:
    return [
        (name, f"teacher-{teacher}", course, (first_day - timedelta(days=7)).isoformat(), "")
        for name, (teacher, course, _, _, _, first_day, _) in _SECTIONS.items()
    ]


def _students() -> Rows:
    return [
        (student_id(number), _GENDERS[number % len(_GENDERS)], _RACES[number * 3 % len(_RACES)])
        for number in range(_STUDENTS)
    ]


def _section_students() -> Rows:
    return [
        (name, student_id(first + index), first_day.isoformat(), _removed(name, index))
        for name, (_, _, first, students, _, first_day, _) in _SECTIONS.items()
        for index in range(students)
    ]


def _removed(section: str, index: int) -> str:
    """The old class ended with its school year; one student left the first class."""
    if section == "sec-old":
        return "2025-06-15"
    return "2025-12-01" if (section, index) == ("sec-1", 14) else ""


def _activity() -> Rows:
    rows = [row for section in _SECTIONS for row in _work(section)]
    return sorted(rows, key=lambda row: (row[2], row[0], row[1]))


def _work(section: str) -> Rows:
    """Each student at work begins one lesson a week, a day later than their neighbour."""
    _, course, first, _, at_work, first_day, lessons = _SECTIONS[section]
    course_lessons = [row[0] for row in _lessons() if row[0].startswith(course or "csp")]
    days = (
        (index, lesson, first_day + timedelta(days=7 * lesson + index % 5))
        for index in range(at_work)
        for lesson in range(lessons)
    )
    return [
        (student_id(first + index), course_lessons[lesson], day.isoformat(), 1 + (index + lesson) % 4)
        for index, lesson, day in days
        if day <= _LAST_DAY
    ]
