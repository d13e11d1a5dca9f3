"""Releases from hand-made measured tables, for tests of what is published and how it is attacked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from catchment.network.categories import GENDERS, is_urg, race_category
from catchment.network.policy import Policy
from catchment.network.settings import Network, parse
from catchment.release import layout
from catchment.release.build import contents, writing
from catchment.release.build.contents import Contents
from catchment.release.build.drawing import Drawing
from catchment.release.build.draws import Draw, Recorder
from catchment.release.build.history import Folder, History, history_of, read_history
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
PLACED = {
    "student_id": TEXT, "school_id": TEXT, "school_year": TEXT, "course_id": TEXT, "kind": TEXT,
    "gender": TEXT, "race": TEXT, "urg": pa.bool_(), "trained": pa.bool_(),
}  # fmt: skip
KNOWN = {"student_id": TEXT, "gender": TEXT}
CELLS = {
    "school_id": TEXT, "school_year": TEXT, "course_id": TEXT, "family": TEXT, "category": TEXT,
    "students": pa.int64(),
}  # fmt: skip
KINDS = {"hoc": "hour_of_code"}
COURSES = ("csp", "csd", "csa", "hoc")
ENROLLED = {
    "school_id": TEXT, "school_year": TEXT, "students": pa.int64(), "female": pa.int64(), "male": pa.int64(),
    **dict.fromkeys(("am", "as", "hi", "bl", "hp", "wh", "tr"), pa.int64()),
}  # fmt: skip
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
    row |= changes
    return row | _over_the_years(row) | changes


def _over_the_years(row: dict) -> dict:
    """What follows of a start, or of none, for a teacher in the year of the training."""
    if row["started_on"] is None:
        return dict.fromkeys(_OVER_THE_YEARS) | {"started_before_training": False, "teacher_status": "never"}
    days = (row["started_on"] - row["trained_on"]).days
    said = {"started_before_training": days < 0, "implemented_any": True, "teacher_status": "new"}
    if days >= 0:
        said |= {"days_to_start": days, "implementation_365": days <= 365}
    return dict.fromkeys(_OVER_THE_YEARS) | said


_OVER_THE_YEARS = ("days_to_start", "implementation_365", "implemented_any")


def student(student_id: str, school_id: str, course_id: str, **facts) -> dict:
    """A student of an atom, as the measures give them.

    `facts`: gender, races as they are reported (`hispanic;white`), trained (is the teacher?), year.
    """
    races = facts.get("races")
    return {
        "student_id": student_id, "school_id": school_id, "school_year": facts.get("year", YEAR),
        "course_id": course_id, "kind": KINDS.get(course_id, "course"),
        "gender": facts.get("gender", "not_reported"), "race": race_category(races), "urg": is_urg(races),
        "trained": facts.get("trained", False),
    }  # fmt: skip


def group(school_id: str, course_id: str, genders: str, *, tag: str = "", **facts) -> list[dict]:
    """A student per letter of `genders`: female, male, nonbinary, another, or `?` for not reported.

    Ids are made of school, course, tag and position, so a longer group has the same students and more.
    """
    said = {gender[0]: gender for gender in GENDERS[:4]} | {"?": "not_reported"}
    return [
        student(f"{school_id}-{course_id}-{tag}{number}", school_id, course_id, gender=said[letter], **facts)
        for number, letter in enumerate(genders)
    ]


def inputs(atoms=(), *, schools=None, roster=(), regions=None, enrolment=(), **people) -> Inputs:
    """What a build reads, made by hand.

    `atoms`: (school, course, students[, school year]), each of students who report nothing; or `students`,
    rows of `student`, who then make the atoms. `known`: rows of the contract table `students` (default: all
    in `students`). `enrolment`: (school, year, students[, female[, male]]). `partners`, `courses`: their ids.
    A row of `enrolment` may end in its students by race: `{"hi": 3}`. `targets`, `groups`: rows of `targets`
    and `reporting_groups`.
    """
    schools = schools or [school("260000100001"), school("260000100002", zip="48002"), school("260000100003")]
    regions = regions or [("p1", "MI", None), ("p2", None, "48002")]
    students = people.get("students") or [row for atom in atoms for row in _unreported(*atom)]
    return Inputs(
        _measured(students, schools, roster, enrolment),
        _public(schools, regions, enrolment, people),
        _of_students(students, people.get("known", students)),
    )


def _measured(students, schools, roster, enrolment) -> dict[str, pa.Table]:
    roster_types = {
        **dict(zip(SCHEMAS["roster"].names, SCHEMAS["roster"].types, strict=True)),
        "sharing": pa.bool_(),
    }
    del roster_types["school_name"]
    return {
        "atoms": table(_atoms(students), ATOMS),
        "roster_all": table(list(roster), roster_types),
        "cohorts": table(_cohorts(roster), dict(zip(COHORTS.names, COHORTS.types, strict=True))),
        "cohorts_all": SCHEMAS["cohorts_all"].empty_table(),
        "school_facts": pa.Table.from_pylist(_facts(schools, enrolment)),
    }


def _public(schools, regions, enrolment, people) -> dict[str, pa.Table]:
    partners, courses = people.get("partners", ("p1", "p2")), people.get("courses", COURSES)
    return {
        "schools": pa.Table.from_pylist(schools),
        "districts": pa.Table.from_pylist([DISTRICT]),
        "school_enrollment": table([_enrolled(*row) for row in enrolment], ENROLLED),
        "partners": pa.Table.from_pylist(
            [{"partner_id": p, "name": p, "kind": "scholarship"} for p in partners]
        ),
        "partner_regions": pa.Table.from_pylist([_region(*row) for row in regions]),
        "courses": pa.Table.from_pylist([_course(c) for c in courses]),
        "targets": table(list(people.get("targets", ())), _types("targets")),
        "reporting_groups": table(list(people.get("groups", ())), _types("reporting_groups")),
    }


def _types(name: str) -> dict[str, pa.DataType]:
    return dict(zip(SCHEMAS[name].names, SCHEMAS[name].types, strict=True))


def _of_students(students, known) -> dict[str, ds.Dataset]:
    return {
        "students_of_atoms": ds.dataset(table(students, PLACED)),
        "composition_cells": ds.dataset(table(_cells(students), CELLS)),
        "students": ds.dataset(table([{name: row[name] for name in KNOWN} for row in known], KNOWN)),
    }


def _unreported(school_id: str, course_id: str, students: int, year: str = YEAR) -> list[dict]:
    return group(school_id, course_id, "?" * students, tag=f"{year}-", year=year)


def _atoms(students: Sequence[dict]) -> list[dict]:
    keys = ("school_id", "course_id", "school_year", "kind")
    counts = Counter(tuple(row[key] for key in keys) for row in students)
    return [{**dict(zip(keys, key, strict=True)), "students": count} for key, count in counts.items()]


def _cells(students: Iterable[dict]) -> list[dict]:
    """The measure `composition_cells` of hand-made students."""
    cells: Counter = Counter()
    for row in students:
        if row["kind"] == "course":
            urg = {True: "urg", False: "not_urg", None: "not_reported"}[row["urg"]]
            trained = "trained" if row["trained"] else "not_trained"
            said = {
                "gender": row["gender"], "race": row["race"], "gender_urg": f"{row['gender']}:{urg}",
                "gender_trained": f"{row['gender']}:{trained}",
            }  # fmt: skip
            cells.update(
                (row["school_id"], row["school_year"], row["course_id"], *pair) for pair in said.items()
            )
    return [dict(zip(CELLS, (*key, count), strict=True)) for key, count in cells.items()]


def _enrolled(school_id: str, year: str, students, female=None, male=None, races=None) -> dict:
    said = dict(zip(ENROLLED, (school_id, year, students, female, male), strict=False))
    return dict.fromkeys(ENROLLED) | said | (races or {})


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


def _region(partner: str, state: str | None, zip: str | None) -> dict:
    return {"partner_id": partner, "state": state, "zip": zip, "starts_on": date(2020, 7, 1), "ends_on": None}


def _course(course: str) -> dict:
    kind = KINDS.get(course, "course")
    return {"course_id": course, "name": course.upper(), "family": course, "grade_band": "9-12", "kind": kind}


def _facts(schools, enrolment) -> list[dict]:
    latest = {school_id: (year, students) for school_id, year, students, *_ in sorted(enrolment)}
    blank = dict.fromkeys(
        ("rural", "elementary", "middle", "high", "frl_share", "high_needs", "urg_share", "title_i")
    )
    return [
        {"school_id": row["school_id"], **blank, "enrolled_year": year, "enrolled": students}
        for row in schools
        for year, students in [latest.get(row["school_id"], (None, None))]
    ]


def make_release(
    releases: Path,
    found: Inputs,
    *,
    as_of: date = AS_OF,
    rules: Policy | None = None,
    drawing: Drawing | None = None,
    behind: pa.Table | None = None,
) -> Path:
    """A candidate in `releases`, built on everything published there before, its draws kept in the ledger.

    `drawing` may bring other noise or a year to redraw; `behind` are the students behind the counts of the
    last release, whom a real build keeps in the warehouse.
    """
    rules = rules or Policy()
    releases.mkdir(parents=True, exist_ok=True)
    history = read_history(releases)
    if behind is not None:
        history = replace(history, behind=behind)
    recorder = Recorder(releases, history.parent, as_of, "starter")
    drawing = replace(drawing or Drawing(), keep=recorder.keep)
    release = contents.decide(found, network(), rules, as_of, history, drawing)
    folder = releases / f"candidate-{as_of}"
    name = writing.write(folder, release, writing.About(network(), rules, as_of, recorder.head, []))
    (folder / layout.STARTED).write_text('{"by": "starter"}')
    return folder.rename(releases / name)


class Series:
    """Releases one after the other, in memory: the real rules without a single file."""

    def __init__(self, rules: Policy | None = None, drawing: Drawing | None = None) -> None:
        self.rules, self._drawing = rules or Policy(), drawing or Drawing()
        self.network = network()
        self.published: list[tuple[Contents, bool]] = []
        """Each release, and whether it still stands or was withdrawn."""
        self.drawn: list[Draw] = []
        """Every draw so far, as the ledger would have them."""

    def decide(self, found: Inputs, as_of: date = AS_OF, *, again: str | None = None) -> Contents:
        """A candidate on top of all that was published. What it draws stays drawn, published or not."""
        drawing = replace(self._drawing, keep=self._keep, again=again)
        return contents.decide(found, self.network, self.rules, as_of, self._history(), drawing)

    def publish(self, found: Inputs, as_of: date = AS_OF, *, again: str | None = None) -> Contents:
        """A candidate that is published at once."""
        release = self.decide(found, as_of, again=again)
        self.published.append((release, True))
        return release

    def withdraw(self) -> None:
        """Take the last release down; it stays in the history."""
        self.published[-1] = (self.published[-1][0], False)

    def _keep(self, draw: Draw) -> Draw:
        self.drawn.append(replace(draw, digest=f"draw {len(self.drawn)}"))
        return self.drawn[-1]

    def _history(self) -> History:
        history = history_of(self.published)
        spent: dict[str, list[float]] = {}
        for draw in self.drawn:
            spent.setdefault(draw.school_year, []).append(draw.epsilon)
        latest = {draw.school_year: draw for draw in self.drawn}
        behind = {"behind": self.published[-1][0].behind} if self.published else {}
        return replace(history, drawn=spent, draws=latest, **behind)


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


def read_table(release: Path, name: str) -> list[dict]:
    """The rows of a released table, of all shelves."""
    return Folder(release).table(name).to_pylist()
