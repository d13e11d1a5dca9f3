"""Twelve months of the demo, released at the end of each: does any release give anything away?

    python -m bench.bench_year                                  the three states of the default demo
    python -m bench.bench_year --teachers 300 --state MI        a small one

A demo network is made and released with the ordinary commands as of the end of each month from July 2024 to
June 2025, once more a month later, and on the demo's own day: catchment build, attack, verify, publish. The
census of 2024-25 falls into February, its closing on the last of June. Each step says whether the attack
was withstood, and which share of the groups and students of 2024-25 is published, against the groups
measured as of the same day.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.figures import Figures, parser, percent, timed
from bench.releases import month_ends
from catchment import demo
from catchment.cli.starter import make_network
from catchment.demo import nces_files
from catchment.network import settings
from catchment.release import layout
from catchment.release.build.measure import measure as measure_tables
from catchment.sources import nces, package
from catchment.warehouse.store import Warehouse

YEAR = "2024-25"
FIRST = date(2024, 7, 31)
MONTHS = 13
REVIEWER = "Bench reviewer"


def main(arguments: list[str] | None = None) -> None:
    options = options_of(arguments)
    figures = Figures("year")
    with tempfile.TemporaryDirectory(prefix="catchment-bench-") as folder:
        last = make(Path(folder), options.state, options.teachers)
        measure(Path(folder), [*month_ends(FIRST, MONTHS), last], figures)
    figures.write(options.results)


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    made = parser(__doc__)
    made.add_argument("--state", action="append", metavar="XX", help="default: CA, FL and MI")
    made.add_argument("--teachers", type=int, default=1500)
    return made.parse_args(arguments)


def make(folder: Path, states: list[str] | None, teachers: int) -> date:
    """A demo network without a release; its own as-of date."""
    make_network(folder)
    nces.import_nces(nces_files.default_files(), folder, nces_files.SCHOOL_YEAR)
    chosen = {"states": states} if states else {}
    made = demo.generate(folder / "package", Warehouse(folder), teachers=teachers, **chosen)
    package.import_package([folder / "package"], folder, landed_on=made.as_of)
    return made.as_of


def measure(folder: Path, days: list[date], figures: Figures) -> None:
    """Release the network as of each day."""
    steps = []
    for as_of in days:
        steps.append(release(folder, as_of))
        figures.say(_in_words(steps[-1]))
    clean = sum(step["withstood"] for step in steps)
    figures.say(f"{clean} of {len(steps)} releases withstood the attack.", steps=steps)
    if clean < len(steps):
        raise SystemExit("a release fell: its figures above say when")


def release(folder: Path, as_of: date) -> dict[str, Any]:
    """Build, attack, verify and publish a release; what it shows of the year against the truth of its day."""
    building, built = timed(lambda: _catchment("build", "--network", folder, "--as-of", as_of))
    name = built.stdout.split()[-1]
    attacking, attacked = timed(lambda: _catchment("attack", name, "--network", folder, may_fail=True))
    withstood = attacked.returncode == 0
    if withstood:
        _catchment("verify", name, "--network", folder)
        _catchment("publish", name, "--network", folder, "--approved-by", REVIEWER)
    audit = json.loads((folder / "releases" / name / layout.AUDIT).read_text("utf-8"))
    return {
        "as_of": as_of.isoformat(),
        "withstood": withstood,
        "tried": audit["tried"],
        "building": building.as_figures(),
        "attacking": attacking.as_figures(),
        **compared(_rows(folder / "releases" / name), _truth(folder, as_of)),
    }


def _catchment(*words: object, may_fail: bool = False) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "catchment.cli", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode and not may_fail:
        raise SystemExit(f"catchment {' '.join(map(str, words))}: {done.stderr}")
    return done


def _truth(folder: Path, as_of: date) -> pa.Table:
    """The groups of the year as measured on the day, Hour of Code apart."""
    warehouse, network = Warehouse(folder), settings.load(folder / "network.toml")
    with warehouse.staging() as scratch:
        measured, _ = measure_tables(warehouse, network, as_of, scratch, lambda text: None)
        atoms = measured["atoms"]
    return atoms.filter((pc.field("school_year") == YEAR) & (pc.field("kind") == "course"))


def _rows(release: Path) -> pa.Table:
    """The schools' rows of the year."""
    files = sorted((release / layout.PARTNERS).glob("*/schools.parquet"))
    return pa.concat_tables(pq.read_table(file) for file in files).filter(pc.field("school_year") == YEAR)


def compared(rows: pa.Table, truth: pa.Table) -> dict[str, Any]:
    """Published groups, students and gender rows, beside what is true on the day."""
    groups = rows.filter(pc.field("course_id") != "all")
    key = ["school_id", "course_id"]
    said = groups.select(["geo_id", "course_id", "students"]).rename_columns([*key, "said"])
    both = truth.select([*key, "students"]).join(said, key)
    students, said = both["students"], both["said"]
    codes = rows.filter(pc.field("course_id") == "all")["female_code"]
    shown = {row["values"]: row["counts"] for row in pc.value_counts(codes.drop_null()).to_pylist()}
    return {
        "groups": len(both),
        "groups_shown": pc.sum(said.is_valid()).as_py() or 0,
        "groups_as_today": pc.sum(pc.equal(students, said)).as_py() or 0,
        "students": pc.sum(students).as_py() or 0,
        "students_shown": pc.sum(said).as_py() or 0,
        "gender": {code: shown.get(code, 0) for code in ("exact", "low", "high", "few")},
    }


def _in_words(step: dict[str, Any]) -> str:
    gender = step["gender"]
    verdict = "withstood the attack" if step["withstood"] else "FELL"
    said = (
        f"{step['as_of']}: {verdict} ({step['attacking']['seconds']:.1f} s); "
        f"{percent(step['groups_shown'] / max(1, step['groups']))} of {step['groups']:,} groups and "
        f"{percent(step['students_shown'] / max(1, step['students']))} of {step['students']:,} students shown"
    )
    if not any(gender.values()):
        return said
    return f"{said}; gender exact at {gender['exact']} schools, coded at {gender['low'] + gender['high']}"


if __name__ == "__main__":
    main()
