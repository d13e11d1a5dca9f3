"""A small release written shelf by shelf: two regions, invented people, known figures."""

import gzip
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq

from catchment.network.metrics import METRICS
from catchment.portal.tryout.plain import DISTRICT, Plain
from catchment.release import layout
from catchment.release.build.manifest import sealed
from catchment.release.build.schemas import table_of
from tests import portal_estimates

AS_OF, CENSUS = date(2026, 3, 14), date(2026, 2, 15)
YEAR, LAST_YEAR = "2025-26", "2024-25"
NORTH, SOUTH = "north", "south"
NAMES = {NORTH: "Northern Sample Partner", SOUTH: "Southern Sample Partner"}
TEACHERS = 60
N_IN_FLORIDA = 20
"""The South's threshold; in California the policy's general one holds."""
N = {"n": 10, "per_state": {"FL": N_IN_FLORIDA}}
OLD_N = {"n": 15, "per_state": {}}
"""Under which the year before was broken down, before the policy changed."""
WITHHELD = 7
"""What the small groups really hold. It is in no file of the release, and must be on no page."""

_COURSES = [
    {"course_id": "csp", "name": "CS Principles", "family": "csp", "grade_band": "9-12", "kind": "course"},
    {"course_id": "csd", "name": "CS Discoveries", "family": "csd", "grade_band": "6-8", "kind": "course"},
]
_STATUSES = ("teaching", "no_class", "stalled", "class_forming", "completed", "too_early")


@dataclass(frozen=True)
class School:
    """A school of the fixture; `students` by course, None where the group is small.

    `gender`: how many reported one, how many of these are female (None where that is coded), and the code.
    """

    number: int
    students: dict[str, int | None]
    gender: tuple[int, int | None, str]
    status: str
    year: str = YEAR


SCHOOLS = (
    School(1, {"csp": 64, "csd": None}, (60, 25, "exact"), "retained"),
    School(2, {"csp": None}, (0, None, "few"), "new"),
    School(3, {"csd": 120}, (110, None, "low"), "returned"),
    School(4, {}, (0, None, "few"), "never"),
)
EARLIER = (School(1, {"csp": 55}, (50, None, "high"), "new", LAST_YEAR),)
"""What is published of the year before."""


AUDIT = {
    "tried": {"from_totals": 3000, "worlds": 12},
    "withheld": {"flagged": 4, "held": 0, "coded": 4, "unreported": 0},
    "least": {"flagged": 9, "coded": 11},
    "vetoes": [],
    "passed": True,
}
"""What the attack on the release is said to have found."""


def person_id(partner: str, number: int) -> str:
    return f"{partner}-person-{number:02d}"


def last_name(partner: str, number: int) -> str:
    """A family name that says it is invented, and whose."""
    return f"{partner.title()}sample{number:02d}"


def school_id(partner: str, number: int) -> str:
    return f"{'06' if partner == NORTH else '12'}000010000{number}"


def write(
    releases: Path, *, demo: bool = False, partners: tuple[str, ...] = (NORTH, SOUTH), as_of: date = AS_OF
) -> str:
    """Write a published release below `releases`; returns its id. Before the census nobody is counted yet."""
    manifest = sealed(_manifest(demo, as_of))
    folder = releases / manifest["release"]
    tables = {layout.PUBLIC: _public(), layout.STAFF: {}}
    tables |= {f"{layout.PARTNERS}/{partner}": _shelf(partner) for partner in partners}
    for shelf, contents in tables.items():
        (folder / shelf).mkdir(parents=True, exist_ok=True)
        for name, rows in contents.items():
            counted = rows if as_of >= CENSUS else _not_counted(name, rows)
            pq.write_table(table_of(counted, name), folder / shelf / f"{name}.parquet")
    (folder / layout.MANIFEST).write_text(json.dumps(manifest))
    (folder / layout.AUDIT).write_text(json.dumps(AUDIT))
    (folder / layout.CERTIFICATE).write_bytes(gzip.compress(json.dumps(_certificate(partners)).encode()))
    (releases / layout.HEAD).write_text(json.dumps({"release": manifest["release"], "ledger": "0"}))
    return manifest["release"]


def _certificate(partners: tuple[str, ...]) -> dict:
    """Two worlds for everything that the release withholds."""
    now, before = {}, {}
    for partner in partners:
        first, second, third = (school_id(partner, number) for number in (1, 2, 3))
        now |= {first: {"csd": [1, 2]}, second: {"csp": [1, 2]}, third: {"female": [0, 1]}}
        before |= {first: {"female": [41, 42]}}
    return {"worlds": {YEAR: now, LAST_YEAR: before}}


def plain_tables() -> Plain:
    """Plain tables of the North's schools, in which subtraction finds four girls at the third."""
    rows = {
        1: {"female": 25, "male": 35, "other": None, "students": 68},
        2: {"female": 12, "male": 10, "other": 11, "students": 33},
        3: {"female": None, "male": 112, "other": None, "students": 120},
    }
    return Plain(
        school_year=YEAR,
        district_id="0600001",
        district="North District A",
        least=10,
        schools={school_id(NORTH, number): f"North Sample School {number}" for number in rows},
        numbers={
            **{school_id(NORTH, number): row for number, row in rows.items()},
            DISTRICT: {"female": 41, "male": 157, "other": 23, "students": 221},
        },
    )


def _not_counted(name: str, rows: list[dict]) -> list[dict]:
    """The rows as they are before the census of the year."""
    blank = dict.fromkeys(
        ("gender_base", "female", "female_code", "students_estimated", "students_margin"), None
    )
    return [] if name == "composition" else [{**row, **blank} for row in rows]


def _manifest(demo: bool, as_of: date) -> dict:
    fields = ("id", "version", "name", "definition", "section")
    drawn = {"drawn_as_of": "2026-02-20", "epsilon_per_table": 0.5, "spent": 2.0, "digest": "0"}
    return {
        "network": "Sample network",
        "demo": demo,
        "as_of": as_of.isoformat(),
        "parent": None,
        "tables": {},
        "policy": {**N, "epsilon_per_table": 0.5},
        "thresholds": {LAST_YEAR: {"counts": N, "genders": OLD_N}, YEAR: {"counts": N, "genders": N}},
        "metrics": [{field: getattr(metric, field) for field in fields} for metric in METRICS],
        "school_years": [LAST_YEAR, YEAR],
        "calendar": {YEAR: {"spring_starts": "2026-01-05"}},
        "census": f"{CENSUS:%m-%d}",
        "estimates": {YEAR: drawn} if as_of >= CENSUS else {},
        "freshness": [
            {"table": "activity", "landed_on": "2026-03-14"},
            {"table": "attendance", "landed_on": "2026-01-02"},
        ],
        "synthetic": ["activity"] if demo else [],
    }


def _public() -> dict[str, list[dict]]:
    everybody = portal_estimates.total(11_500, portal_estimates.NETWORK_UNITS)
    nation = {
        **everybody,
        "geo_id": "US",
        "school_year": YEAR,
        "course_id": "all",
        "students": 368,
        "groups_left_out": 4,
    }
    return {
        "courses": _COURSES,
        "partners": [{"partner_id": key, "name": name, "kind": "region"} for key, name in NAMES.items()],
        "nation": [nation],
        "composition": portal_estimates.of_nation(YEAR),
        "states": [{**nation, "geo_id": "CA"}, {**nation, "geo_id": "FL"}],
    }


def _shelf(partner: str) -> dict[str, list[dict]]:
    counts = [row for school in (*SCHOOLS, *EARLIER) for row in _school_counts(partner, school)]
    return {
        "schools": counts,
        "districts": [row for number in (1, 2) for row in _district_counts(partner, number)],
        "regions": _regions(partner),
        "composition": portal_estimates.of_region(partner, YEAR),
        "enrolment": [_enrolment(partner, school) for school in SCHOOLS],
        "school_directory": [_directory(partner, school) for school in SCHOOLS],
        "district_directory": [_district(partner, number) for number in (1, 2)],
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
    place = {
        "geo_id": school_id(partner, school.number),
        "partner_id": partner,
        "school_year": school.year,
    }
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
    base, female, code = school.gender
    total = {
        **place,
        "course_id": "all",
        "students": sum(shown),
        "students_code": "exact",
        "groups_left_out": len(school.students) - len(shown),
        "gender_base": base,
        "female": female,
        "female_code": code,
        "status": school.status,
    }
    return [*by_course, total]


def _district_counts(partner: str, number: int) -> list[dict]:
    """The first has two courses, of which one is estimated; the second one."""
    place = {"geo_id": f"060000{number}", "partner_id": partner, "school_year": YEAR, "status": "retained"}
    everybody = portal_estimates.total(portal_estimates.STUDENTS[number], 1)
    exact = {"students": 64 if number == 1 else 120, "groups_left_out": 2 if number == 1 else 0}
    courses = [{**place, **exact, **everybody, "course_id": "csp" if number == 1 else "csd"}]
    if number == 1:
        courses.append({**place, "course_id": "csd", "students": 0, "groups_left_out": 1})
    return [{**place, **exact, **everybody, "course_id": "all"}, *courses]


def _regions(partner: str) -> list[dict]:
    figures = [
        ("all", YEAR, 184, 2, 193),
        ("csp", YEAR, 64, 1, 125),
        ("csd", YEAR, 120, 1, 68),
        ("all", LAST_YEAR, 200, 0, None),
    ]
    return [
        {
            "geo_id": partner,
            "partner_id": partner,
            "school_year": label,
            "course_id": course,
            "students": students,
            "groups_left_out": left_out,
            **(portal_estimates.total(everybody, portal_estimates.REGION_UNITS) if everybody else {}),
        }
        for course, label, students, left_out, everybody in figures
    ]


def _enrolment(partner: str, school: School) -> dict:
    enrolled = 500 * school.number
    return {
        "school_id": school_id(partner, school.number),
        "school_year": LAST_YEAR,
        "enrolled": enrolled,
        "female": enrolled // 2 - 10,
        "male": enrolled // 2 + 10,
    }


def _district(partner: str, number: int) -> dict:
    return {
        "district_id": f"060000{number}",
        "partner_id": partner,
        "name": f"{partner.title()} District {'AB'[number - 1]}",
        "city": "Sampleton",
        "state": "CA" if partner == NORTH else "FL",
        "schools": 2,
    }


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
