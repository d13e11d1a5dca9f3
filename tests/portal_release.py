"""A small release written shelf by shelf: two regions, invented people, known figures."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq

from catchment.network.metrics import METRICS
from catchment.release import layout
from catchment.release.build.manifest import sealed
from catchment.release.build.schemas import table_of

AS_OF = date(2026, 3, 14)
YEAR, LAST_YEAR = "2025-26", "2024-25"
NORTH, SOUTH = "north", "south"
NAMES = {NORTH: "Northern Sample Partner", SOUTH: "Southern Sample Partner"}
TEACHERS = 60
N_IN_FLORIDA = 20
"""The South's threshold; in California the policy's general one holds."""
WITHHELD = 7
"""What the small groups really hold. It is in no file of the release, and must be on no page."""

_COURSES = [
    {"course_id": "csp", "name": "CS Principles", "family": "csp", "grade_band": "9-12", "kind": "course"},
    {"course_id": "csd", "name": "CS Discoveries", "family": "csd", "grade_band": "6-8", "kind": "course"},
]
_STATUSES = ("teaching", "no_class", "stalled", "class_forming", "completed", "too_early")


@dataclass(frozen=True)
class School:
    """A school of the fixture; `students` by course, None where the group is small."""

    number: int
    students: dict[str, int | None]


SCHOOLS = (
    School(1, {"csp": 64, "csd": None}),
    School(2, {"csp": None}),
    School(3, {"csd": 120}),
    School(4, {}),
)


def person_id(partner: str, number: int) -> str:
    return f"{partner}-person-{number:02d}"


def last_name(partner: str, number: int) -> str:
    """A family name that says it is invented, and whose."""
    return f"{partner.title()}sample{number:02d}"


def school_id(partner: str, number: int) -> str:
    return f"{'06' if partner == NORTH else '12'}000010000{number}"


def write(releases: Path, *, demo: bool = False, partners: tuple[str, ...] = (NORTH, SOUTH)) -> str:
    """Write a published release below `releases`; returns its id."""
    manifest = sealed(_manifest(demo))
    folder = releases / manifest["release"]
    tables = {layout.PUBLIC: _public(), layout.STAFF: {}}
    tables |= {f"{layout.PARTNERS}/{partner}": _shelf(partner) for partner in partners}
    for shelf, contents in tables.items():
        (folder / shelf).mkdir(parents=True, exist_ok=True)
        for name, rows in contents.items():
            pq.write_table(table_of(rows, name), folder / shelf / f"{name}.parquet")
    (folder / layout.MANIFEST).write_text(json.dumps(manifest))
    (releases / layout.HEAD).write_text(json.dumps({"release": manifest["release"], "ledger": "0"}))
    return manifest["release"]


def _manifest(demo: bool) -> dict:
    fields = ("id", "version", "name", "definition", "section")
    return {
        "network": "Sample network",
        "demo": demo,
        "as_of": AS_OF.isoformat(),
        "parent": None,
        "tables": {},
        "policy": {"n": 10, "per_state": {"FL": N_IN_FLORIDA}},
        "metrics": [{field: getattr(metric, field) for field in fields} for metric in METRICS],
        "school_years": [LAST_YEAR, YEAR],
        "freshness": [
            {"table": "activity", "landed_on": "2026-03-14"},
            {"table": "attendance", "landed_on": "2026-01-02"},
        ],
        "synthetic": ["activity"] if demo else [],
    }


def _public() -> dict[str, list[dict]]:
    nation = {"geo_id": "US", "school_year": YEAR, "course_id": "all", "students": 368, "groups_left_out": 4}
    return {
        "courses": _COURSES,
        "partners": [{"partner_id": key, "name": name, "kind": "region"} for key, name in NAMES.items()],
        "nation": [nation],
        "states": [{**nation, "geo_id": "CA"}, {**nation, "geo_id": "FL"}],
    }


def _shelf(partner: str) -> dict[str, list[dict]]:
    counts = [row for school in SCHOOLS for row in _school_counts(partner, school)]
    return {
        "schools": counts,
        "regions": _regions(partner),
        "school_directory": [_directory(partner, school) for school in SCHOOLS],
        "district_directory": [],
        "roster": [_teacher(partner, number) for number in range(1, TEACHERS + 1)],
        "cohorts": [
            {
                "partner_id": partner,
                "training_year": YEAR,
                "school_year": YEAR,
                "course_id": "csp",
                "trained": 70,
            }
        ],
    }


def _school_counts(partner: str, school: School) -> list[dict]:
    if not school.students:
        return []
    place = {"geo_id": school_id(partner, school.number), "partner_id": partner, "school_year": YEAR}
    by_course = [
        {
            **place,
            "course_id": course,
            "students": students,
            "students_code": "small" if students is None else "exact",
            "groups_left_out": 0,
        }
        for course, students in school.students.items()
    ]
    shown = [students for students in school.students.values() if students is not None]
    total = {
        **place,
        "course_id": "all",
        "students": sum(shown),
        "students_code": "exact",
        "groups_left_out": len(school.students) - len(shown),
    }
    return [*by_course, total]


def _regions(partner: str) -> list[dict]:
    figures = [("all", YEAR, 184, 2), ("csp", YEAR, 64, 1), ("csd", YEAR, 120, 1), ("all", LAST_YEAR, 200, 0)]
    return [
        {
            "geo_id": partner,
            "partner_id": partner,
            "school_year": label,
            "course_id": course,
            "students": students,
            "groups_left_out": left_out,
        }
        for course, label, students, left_out in figures
    ]


def _directory(partner: str, school: School) -> dict:
    return {
        "school_id": school_id(partner, school.number),
        "name": f"{partner.title()} Sample School {school.number}",
        "school_type": "public",
        "district_id": "0600001" if school.number < 3 else "0600002",
        "district_name": f"{partner.title()} District {'A' if school.number < 3 else 'B'}",
        "city": "Sampleton",
        "state": "CA" if partner == NORTH else "FL",
        "zip": "90000",
        "county_fips": "06001" if partner == NORTH else "12001",
        "latitude": 37.7 + school.number / 10 if partner == NORTH else 29.6 + school.number / 10,
        "longitude": -121.9 if partner == NORTH else -82.3,
        "locale": 41 if school.number == 1 else 11,
        "rural": school.number == 1,
        "grade_low": "09",
        "grade_high": "12",
        "elementary": False,
        "middle": school.number == 3,
        "high": school.number != 3,
        "status": "open",
        "enrolled": 500 * school.number if school.number != 4 else None,
        "frl_share": 0.2 * school.number if school.number != 4 else None,
        "high_needs": school.number == 3 if school.number != 4 else None,
        "in_region": True,
    }


def _teacher(partner: str, number: int) -> dict:
    status = _STATUSES[number % len(_STATUSES)]
    begun = status in ("teaching", "stalled", "completed")
    last = AS_OF - timedelta(days=number if status == "teaching" else 40 + number)
    return {
        "partner_id": partner,
        "person_id": person_id(partner, number),
        "training_year": YEAR,
        "course_id": "csp",
        "school_year": YEAR,
        "school_id": school_id(partner, 1),
        "trained_on": date(2025, 7, 1) + timedelta(days=number % 20),
        "status": status,
        "status_since": last if begun else None,
        "needs_help": status in ("no_class", "stalled", "class_forming"),
        "last_activity_on": last if begun else None,
        "started_on": date(2025, 9, 20) if begun else None,
        "completed_on": last if status == "completed" else None,
        "teaches_other_course": number % 9 == 0,
        "furthest_unit": 3 if begun else None,
        "q1": True,
        "q2": number % 2 == 0,
        "q3": False,
        "q4": False,
        "workshop_retention": False,
        "scholarship": True,
        "first_name": "Invented",
        "last_name": last_name(partner, number),
        "email": f"{partner}{number:02d}@teacher.invalid",
        "phone": f"555-01{number:02d}",
        "plan": "spring" if number % 12 == 1 else "full_year",
        "school_name": f"{partner.title()} Sample School 1",
        "furthest_unit_name": "Unit 3" if begun else None,
    }
