"""Releases from hand-made measured tables, for tests of what is published and how it is attacked."""

from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa

from catchment.network.policy import Policy
from catchment.network.settings import Network, parse
from catchment.release import layout
from catchment.release.build import contents, writing
from catchment.release.build.history import read_history
from catchment.release.build.inputs import Inputs
from catchment.release.build.ledger import Entry, Ledger
from catchment.release.build.manifest import read
from catchment.release.build.schemas import SCHEMAS

AS_OF = date(2026, 3, 15)
YEAR = "2025-26"
NETWORK_TOML = """
[network]
name = "Test network"

[[completion]]
course = "csp"
level = "full"
plugged_lessons = 3
"""


COHORTS = SCHEMAS["cohorts"]
TEXT = pa.string()
ATOMS = {"school_id": TEXT, "course_id": TEXT, "students": pa.int64(), "school_year": TEXT, "kind": TEXT}
ENROLLED = {"school_id": TEXT, "school_year": TEXT, "students": pa.int64()}
DISTRICT = {
    "district_id": "2600001", "name": "District", "city": "Town", "state": "MI", "zip": "48001",
    "latitude": None, "longitude": None,
}  # fmt: skip


def network() -> Network:
    return parse(NETWORK_TOML, "network.toml")


def school(school_id: str, *, state="MI", zip="48001", district="2600001") -> dict:
    return {
        "school_id": school_id, "name": f"School {school_id}", "school_type": "public",
        "district_id": district,
        "district_name": "District", "address": None, "city": "Town", "state": state, "zip": zip,
        "latitude": None, "longitude": None, "locale": 41, "grade_low": "09", "grade_high": "12",
        "county_fips": None, "state_school_id": None, "status": "open", "phone": None,
    }  # fmt: skip


def roster_row(partner: str, person: str, **changes) -> dict:
    row = {
        "partner_id": partner, "person_id": person, "training_year": YEAR, "course_id": "csp",
        "school_year": YEAR, "school_id": "260000100001", "trained_on": date(2025, 7, 10),
        "status": "teaching", "status_since": date(2025, 9, 1), "needs_help": False,
        "last_activity_on": date(2026, 3, 10),
        "started_on": date(2025, 9, 1), "completed_on": None, "completed_level": None,
        "teaches_other_course": False, "furthest_unit": 2,
        "q1": True, "q2": False, "q3": False, "q4": False,
        "workshop_retention": False, "sustained": None, "scholarship": True,
        "first_name": "Invented", "last_name": person,
        "email": f"{person}@example.org", "phone": None, "plan": "full_year", "furthest_unit_name": "Unit 2",
        "sharing": True,
    }  # fmt: skip
    return {**row, **changes}


def inputs(atoms, *, schools=None, roster=(), regions=None, enrolment=(), partners=("p1", "p2")) -> Inputs:
    """`atoms`: (school, course, students[, school year]); `enrolment`: (school, year, students)."""
    schools = schools or [school("260000100001"), school("260000100002", zip="48002"), school("260000100003")]
    regions = regions or [("p1", "MI", None), ("p2", None, "48002")]
    kinds = {"hoc": "hour_of_code"}
    roster_types = {
        **dict(zip(SCHEMAS["roster"].names, SCHEMAS["roster"].types, strict=True)),
        "sharing": pa.bool_(),
    }
    del roster_types["school_name"]
    measured = {
        "atoms": table([_atom(kinds, *row) for row in atoms], ATOMS),
        "roster_all": table(list(roster), roster_types),
        "cohorts": table(_cohorts(roster), dict(zip(COHORTS.names, COHORTS.types, strict=True))),
        "cohorts_all": SCHEMAS["cohorts_all"].empty_table(),
        "school_facts": pa.Table.from_pylist(_facts(schools, enrolment)),
    }
    public = {
        "schools": pa.Table.from_pylist(schools),
        "districts": pa.Table.from_pylist([DISTRICT]),
        "school_enrollment": table([dict(zip(ENROLLED, row, strict=True)) for row in enrolment], ENROLLED),
        "partners": pa.Table.from_pylist(
            [{"partner_id": p, "name": p, "kind": "scholarship"} for p in partners]
        ),
        "partner_regions": pa.Table.from_pylist([_region(*row) for row in regions]),
        "courses": pa.Table.from_pylist([_course(kinds, c) for c in ("csp", "csd", "csa", "hoc")]),
    }
    return Inputs(measured, public)


def _cohorts(roster) -> list[dict]:
    """Counts of the roster's rows, as the measures give them."""
    keys = ("partner_id", "training_year", "course_id", "school_year")
    groups = Counter(tuple(row[key] for key in keys) for row in roster)
    shared = Counter(tuple(row[key] for key in keys) for row in roster if row["sharing"])
    return [
        {**dict(zip(keys, group, strict=True)), "trained": trained, "sharing": shared[group]}
        for group, trained in groups.items()
    ]


def table(rows: list[dict], types: dict[str, pa.DataType]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=pa.schema(types))


def _atom(kinds: dict, school_id: str, course: str, students: int, year: str = YEAR) -> dict:
    kind = kinds.get(course, "course")
    return {
        "school_id": school_id,
        "course_id": course,
        "students": students,
        "school_year": year,
        "kind": kind,
    }


def _region(partner: str, state: str | None, zip: str | None) -> dict:
    return {"partner_id": partner, "state": state, "zip": zip, "starts_on": date(2020, 7, 1), "ends_on": None}


def _course(kinds: dict, course: str) -> dict:
    kind = kinds.get(course, "course")
    return {"course_id": course, "name": course.upper(), "family": course, "grade_band": "9-12", "kind": kind}


def _facts(schools, enrolment) -> list[dict]:
    latest = {school_id: (year, students) for school_id, year, students in sorted(enrolment)}
    blank = dict.fromkeys(
        ("rural", "elementary", "middle", "high", "frl_share", "high_needs", "urg_share", "title_i")
    )
    return [
        {"school_id": row["school_id"], **blank, "enrolled_year": year, "enrolled": students}
        for row in schools
        for year, students in [latest.get(row["school_id"], (None, None))]
    ]


def make_release(releases: Path, found: Inputs, *, as_of: date = AS_OF, rules: Policy | None = None) -> Path:
    """A candidate in `releases`, built on everything published there before."""
    rules = rules or Policy()
    history = read_history(releases)
    release = contents.decide(found, network(), rules, as_of, history)
    folder = releases / f"candidate-{as_of}"
    name = writing.write(folder, release, writing.About(network(), rules, as_of, history.parent, []))
    (folder / layout.STARTED).write_text('{"by": "starter"}')
    return folder.rename(releases / name)


def put_up(release: Path) -> None:
    """Append the release to the ledger as publishing does, without asking for an attack."""
    said = read(release)
    ledger = Ledger(release.parent)
    entry = Entry(
        "published",
        said["release"],
        said["digest"],
        said["as_of"],
        said["as_of"],
        "test",
        "",
        ledger.head.ledger,
    )
    ledger.append(entry, up=said["release"])
