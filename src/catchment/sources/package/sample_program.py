"""The sample's program side: partners, schools, workshops, what schools and states say. All invented."""

from collections.abc import Sequence
from typing import Any

Rows = Sequence[tuple[Any, ...]]
"""Rows in the contract's column order; blanks are empty strings."""

_FULL_SUMMER = 5


def tables() -> dict[str, Rows]:
    """Every table of the program side by name."""
    return {
        "partners": _PARTNERS,
        "partner_regions": _REGIONS,
        "districts": _DISTRICTS,
        "schools": _SCHOOLS,
        "school_enrollment": _school_enrollment(),
        "workshops": _WORKSHOPS,
        "workshop_sessions": _sessions(),
        "enrollments": _enrollments(),
        "attendance": _attendance(),
        "consents": _CONSENTS,
        "roster_corrections": _CORRECTIONS,
        "check_ins": [("person-5", "north", "2026-02-20", "starts_in_spring")],
        "targets": [("bay", "2025-26", "implementation_rate", 0.8), ("north", "2025-26", "trained", 10)],
        "reporting_groups": [("grant-1", "Sample grant", "bay", SAMPLE_HIGH)],
        **_access_tables(),
    }


SAMPLE_HIGH, SAMPLE_MIDDLE = "069999000001", "069999000002"
VALLEY_HIGH, CARVED_HIGH, PRIVATE_SCHOOL = "069999100003", "069999000004", "A9900005"

_PARTNERS = [
    ("north", "Sample Partner North", "scholarship", "north@example.org", "2020-06-01", ""),
    ("bay", "Sample Partner Bay", "non_scholarship", "bay@example.org", "2021-06-01", ""),
]

# A statewide partner, and one ZIP within the state that belongs to the other.
_REGIONS = [
    ("north", "CA", "", "2020-06-01", ""),
    ("bay", "", "94199", "2021-06-01", ""),
]

_DISTRICTS = [
    ("0699990", "Sample Unified", "Sampleton", "CA", "94199", 37.75, -122.42, 11, "06075"),
    ("0699991", "Sample Valley", "Valleyville", "CA", "93699", 36.74, -119.79, 43, "06019"),
]


def _school(
    school_id: str, name: str, kind: str, district: str, place: tuple[str, str], grades: tuple[str, str]
) -> tuple[Any, ...]:
    city, zip_code = place
    north = zip_code.startswith("94")
    where = (37.75, -122.42, 11) if north else (36.74, -119.79, 43)
    owner = {"0699990": "Sample Unified", "0699991": "Sample Valley"}.get(district, "")
    county = "06075" if north else "06019"
    state_id = "" if kind == "private" else f"99-{school_id[-4:]}"
    address = (f"{int(school_id[-2:])} Sample Street", city, "CA", zip_code)
    facts = (*grades, county, state_id, "open", "", "", "")
    return (school_id, name, kind, district, owner, *address, *where, *facts)


_SCHOOLS = [
    _school(SAMPLE_HIGH, "Sample High", "public", "0699990", ("Sampleton", "94199"), ("09", "12")),
    _school(SAMPLE_MIDDLE, "Sample Middle", "public", "0699990", ("Sampleton", "94198"), ("06", "08")),
    _school(VALLEY_HIGH, "Sample Valley High", "charter", "0699991", ("Valleyville", "93699"), ("09", "12")),
    _school(CARVED_HIGH, "Sample Carved High", "public", "0699990", ("Sampleton", "94199"), ("09", "12")),
    _school(PRIVATE_SCHOOL, "Sample Academy", "private", "", ("Valleyville", "93699"), ("KG", "08")),
]


def _school_enrollment() -> Rows:
    races = (10, 60, 200, 50, 10, 150, 20)
    by_gender = tuple(half for count in races for half in (count // 2, count - count // 2))
    full = (500, 310, 245, 255, *races, *by_gender, 1)
    unknown = ("",) * len(full)
    return [
        (SAMPLE_HIGH, "2024-25", *full, 11, "09", "12"),
        (SAMPLE_HIGH, "2025-26", *full, 11, "09", "12"),
        (SAMPLE_MIDDLE, "2025-26", *full, "", "06", "08"),
        (VALLEY_HIGH, "2025-26", *unknown, 43, "09", "12"),
    ]


_WORKSHOPS = [
    ("ws-csp", "bay", "csp", "summer", "", "2025-07-14", "2025-07-18", "CA", "94199", 30, ""),
    ("ws-csd", "north", "csd", "summer", "", "2025-06-16", "2025-06-20", "CA", "93699", 30, ""),
    ("ws-old", "north", "csp", "summer", "", "2024-07-15", "2024-07-19", "CA", "93699", 30, ""),
    ("ws-q12", "bay", "csp", "quarter", "1;2", "2025-10-04", "2025-10-05", "CA", "94199", 30, ""),
]

_FIRST_DAYS = {"ws-csp": "2025-07-14", "ws-csd": "2025-06-16", "ws-old": "2024-07-15", "ws-q12": "2025-10-04"}


def _days(workshop: str) -> int:
    return 2 if workshop == "ws-q12" else _FULL_SUMMER


def _sessions() -> Rows:
    return [
        (f"{workshop}-{number + 1}", workshop, f"{first[:8]}{int(first[8:]) + number:02d}", 6.5)
        for workshop, first in _FIRST_DAYS.items()
        for number in range(_days(workshop))
    ]


_TRAINEES = [
    # teacher number, workshop, school, scholarship, plan, sessions attended
    (1, "ws-csp", SAMPLE_HIGH, "false", "full_year", 5),
    (2, "ws-csp", CARVED_HIGH, "false", "full_year", 4),
    (3, "ws-csd", SAMPLE_MIDDLE, "true", "fall", 5),
    (4, "ws-old", VALLEY_HIGH, "true", "full_year", 5),
    (5, "ws-csd", SAMPLE_MIDDLE, "true", "spring", 4),
    (1, "ws-q12", SAMPLE_HIGH, "false", "", 2),
    (2, "ws-csd", CARVED_HIGH, "", "unsure", 1),
]

_NUMBERS = ("", "One", "Two", "Three", "Four", "Five", "Six")


def teacher_name(number: int) -> tuple[str, str, str]:
    """First name, last name and e-mail of an invented teacher."""
    return "Sample", f"Teacher {_NUMBERS[number]}", f"sample.{_NUMBERS[number].lower()}@example.org"


def _enrollments() -> Rows:
    return [
        (
            f"en-{number}-{workshop}",
            workshop,
            f"teacher-{number}",
            *teacher_name(number),
            school,
            scholarship,
            plan,
            "2024-04-01" if workshop == "ws-old" else "2025-04-01",
            "",
        )
        for number, workshop, school, scholarship, plan, _ in _TRAINEES
    ]


def _attendance() -> Rows:
    return [
        (f"{workshop}-{day + 1}", f"en-{number}-{workshop}")
        for number, workshop, *_, attended in _TRAINEES
        for day in range(attended)
    ]


_CONSENTS = [
    ("person-1", "bay", "roster", "v1", "2025-07-14", ""),
    ("person-2", "bay", "roster", "v1", "2025-07-14", "2026-01-15"),
    ("person-3", "north", "roster", "v1", "2025-06-16", ""),
    ("person-4", "north", "roster", "v1", "2024-07-15", ""),
    ("person-5", "north", "roster", "v1", "2025-06-16", ""),
]

_CORRECTIONS = [
    (
        *("request-1", "update", "person-3", "north", "", "csd", "2025-26", "email"),
        *("sample.three.new@example.org", "2025-09-05", "sample-staff", "wrong e-mail", ""),
    ),
]


def _access_tables() -> dict[str, Rows]:
    survey = ("survey-1", SAMPLE_HIGH, "2025-26", "2025-10-01", "teacher", "some", "none", "some", "some")
    return {
        "signals": [
            (SAMPLE_HIGH, "pledge", "2025-09-15", "true"),
            (PRIVATE_SCHOOL, "event", "2025-12-08", "true"),
        ],
        "survey_submissions": [(*survey, "text;data", "over_3_hours", "true", "true")],
        "exam_offerings": [(SAMPLE_HIGH, "2025-26", "AP", "AP Computer Science Principles")],
        "state_offerings": [(VALLEY_HIGH, "2024-25", "CA", "4616", 24, "exact")],
        "state_coverage": [("CA", "2024-25", "true", "true", "zero", "")],
        "state_courses": [("CA", "2024-25", "4616", "Sample computer science", "true")],
        "access_overrides": [
            (CARVED_HIGH, "2025-26", "yes", "Course guide read by staff", 1, "2025-10-20", "")
        ],
        "access_history": [(SAMPLE_MIDDLE, "2023-24", "maybe", "sample history")],
        "state_policies": [("CA", "plan", "yes", "2019", "sample source")],
    }
