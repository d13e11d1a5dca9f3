"""A network whose every withheld number is a canary: four digits that stand nowhere unless somebody leaks.

The threshold is 1,100, so that small groups have numbers that cannot be mistaken for anything else. No sum
that is estimated has a canary for its truth. Built by the real builder, in January and after the census.
"""

from datetime import date
from pathlib import Path

import pyarrow as pa

from catchment.attack.run import certify
from catchment.network.policy import Policy
from catchment.release import layout
from catchment.release.build.inputs import Inputs
from catchment.release.build.schemas import BEHIND
from tests.release_tools import group, inputs, make_release, put_up, roster_row, school, table

N = 1_100
PARTNER = "p1"
JANUARY, MARCH = date(2026, 1, 15), date(2026, 3, 15)
LOW, HIGH, SMALL, FULL = (f"26000010000{number}" for number in (1, 2, 3, 5))
"""Schools of the region: girls coded low, girls coded high, only a small group, nearly all in one course."""
ELSEWHERE = "260000100006"
ROOMY = (20_000, 10_000, 10_000)

SHOWN = {LOW: 2_432, HIGH: 2_421, FULL: 2_453}
"""Students of CSP as they are published."""
CANARIES = {
    1_027: "a flagged group",
    1_063: "the only group of a school",
    1_049: "a group that is not reported, because enrolment would give it away",
    2_469: "a shown count that has not moved far enough",
    1_013: "girls, coded as so many or fewer",
    1_387: "boys beside coded girls",
    1_385: "girls, coded as all but so many or fewer",
    1_019: "boys beside girls coded as nearly all",
    1_133: "students of one race at a school",
    3_459: "what is shown of a school and its small group",
    3_496: "all students of a school",
}


def _genders(female: int, male: int, silent: int) -> str:
    return "f" * female + "m" * male + "?" * silent


def _people(newcomers: int) -> list[dict]:
    low = group(LOW, "csp", _genders(1_013, 1_387, 32), races="white", trained=True)
    for row in low[:1_133]:
        row |= {"race": "asian"}
    return [
        *low,
        *group(LOW, "csp", _genders(0, newcomers, 0), tag="new-"),
        *group(LOW, "csd", _genders(500, 500, 27), races="hispanic"),
        *group(HIGH, "csp", _genders(1_385, 1_019, 17), races="black", trained=True),
        *group(SMALL, "csp", _genders(500, 540, 23), races="asian"),
        *group(FULL, "csp", _genders(1_200, 1_200, 53), races="black"),
        *group(FULL, "csa", _genders(500, 520, 29)),
        *group(ELSEWHERE, "csd", _genders(700, 700, 12), races="hispanic"),
        *group(ELSEWHERE, "csa", _genders(600, 600, 60)),
    ]


def _found(newcomers: int) -> Inputs:
    here = {"latitude": 42.3, "longitude": -83.1}
    schools = [school(one) | here for one in (LOW, HIGH, SMALL, FULL)]
    schools.append(school(ELSEWHERE, zip="48002") | here)
    enrolment = [(one["school_id"], "2024-25", *ROOMY) for one in schools if one["school_id"] != FULL]
    return inputs(
        students=_people(newcomers),
        schools=schools,
        enrolment=[*enrolment, (FULL, "2024-25", 4_550, 2_275, 2_275)],
        roster=[roster_row(PARTNER, "person-1"), roster_row(PARTNER, "person-2", sharing=False)],
    )


def _behind() -> pa.Table:
    """The students of the counts shown in January, whom a build keeps in the warehouse until the census."""
    shown = {(school_id, "csp") for school_id in SHOWN} | {(ELSEWHERE, "csd"), (ELSEWHERE, "csa")}
    students = [row for row in _people(0) if (row["school_id"], row["course_id"]) in shown]
    return table(
        [{name: row[name] for name in BEHIND.names} for row in students],
        dict(zip(BEHIND.names, BEHIND.types, strict=True)),
    )


def publish(releases: Path) -> str:
    """Publish both releases into an empty folder, each with its audit and certificate; the id that is up."""
    first = _put_up(make_release(releases, _found(0), as_of=JANUARY, rules=Policy(n=N)), [])
    second = make_release(releases, _found(37), as_of=MARCH, rules=Policy(n=N), behind=_behind())
    return _put_up(second, [first]).name


def _put_up(release: Path, earlier: list[Path]) -> Path:
    audit, certificate = certify(release, earlier)
    if certificate is None:
        raise AssertionError(f"the attack found {[veto.why for veto in audit.vetoes]}")
    (release / layout.AUDIT).write_text(audit.as_json())
    (release / layout.CERTIFICATE).write_bytes(certificate)
    put_up(release)
    return release
