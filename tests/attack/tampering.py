"""A town's releases to attack, and ways to alter what they publish so that one rule is broken."""

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from catchment.attack.audit import Veto
from catchment.attack.run import attack
from catchment.release.build import manifest
from tests.release_tools import group, inputs, make_release, put_up, roster_row, school

YEAR = "2025-26"
CENSUS = date(2026, 3, 15)
SHELF = "partners/p1"
SCHOOLS = [
    *(school(f"2600001{number:05d}") for number in range(1, 6)),
    *(school(f"2600002{number:05d}", district="2600002") for number in range(1, 5)),
    school("260000300001", district="2600003"),
    school("260000400001", zip="48002", district="2600004"),
    school("390000100001", state="OH", zip="44101", district="3900001"),
]
ONE, TWO, THREE, FOUR, FIVE = (row["school_id"] for row in SCHOOLS[:5])
"""The first district: shown and flagged, coded low, coded high, flagged alone, tight enrolment."""
STUDENTS = [
    *group(ONE, "csp", "f" * 20 + "m" * 25 + "?" * 3),
    *group(ONE, "csd", "f" * 4),
    *group(TWO, "csp", "f" * 4 + "m" * 26),
    *group(THREE, "csp", "f" * 27 + "m" * 3),
    *group(FOUR, "csp", "f" * 4 + "m" * 3),
    *group(FIVE, "csp", "f" * 15 + "m" * 15),
    *group(FIVE, "csd", "m" * 2),
    *group("260000200001", "csp", "m" * 12),
    *group("260000200002", "csp", "f" * 11),
    *group("260000200003", "csp", "f" * 2),
    *group("260000300001", "csp", "m" * 40),
    *group("260000400001", "csa", "f" * 14 + "m" * 14),
    *group("390000100001", "hoc", "?" * 33),
]
ENROLMENT = [
    *((row["school_id"], YEAR, 900, 450, 450) for row in SCHOOLS if row["school_id"] != FIVE),
    (FIVE, YEAR, 45, 22, 23),
]
ROSTER = [roster_row("p1", "one"), roster_row("p1", "two", school_id=FOUR), roster_row("p2", "three")]


def release(
    releases: Path, as_of: date = CENSUS, students: Sequence[dict] = STUDENTS, **changes: Any
) -> Path:
    """A candidate of the town, on top of everything in `releases`."""
    given = {name: changes.pop(name) for name in ("drawing", "rules", "behind") if name in changes}
    facts = {"schools": SCHOOLS, "enrolment": ENROLMENT, "roster": ROSTER, **changes}
    return make_release(releases, inputs(students=list(students), **facts), as_of=as_of, **given)


def series(releases: Path, days: Sequence[date], **changes: Any) -> list[Path]:
    """Releases of the same facts, one after the other; all but the last are published."""
    made = [release(releases, days[0], **changes)]
    for day in days[1:]:
        put_up(made[-1])
        made.append(release(releases, day, **changes))
    return made


def copied(made: Path, to: Path) -> Path:
    """The same release in a copy of its whole `releases` folder, to alter."""
    return shutil.copytree(made.parent, to) / made.name


def checks(made: Path, earlier: Sequence[Path] = ()) -> set[str]:
    """The checks that veto a release."""
    return {veto.check for veto in attack(made, list(earlier)).vetoes}


def vetoes(made: Path, check: str, earlier: Sequence[Path] = ()) -> list[Veto]:
    """What one check vetoes; it must veto anything at all."""
    found = [veto for veto in attack(made, list(earlier)).vetoes if veto.check == check]
    assert found, f"{check} vetoes nothing"
    return found


def edit(made: Path, path: str, change: Callable[[dict], dict | None]) -> None:
    """Alter the rows of one published file, dropping those that become None, and let the manifest vouch."""
    file = made / f"{path}.parquet"
    table = pq.read_table(file)
    rows = [changed for row in table.to_pylist() if (changed := change(dict(row))) is not None]
    schema = table.schema
    for name in (rows[0].keys() if rows else set()) - set(schema.names):
        schema = schema.append(pa.field(name, pa.int64()))
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
    seal(made)


def when(school_id: str, course: str, **changes: Any) -> Callable[[dict], dict]:
    """An edit of the row of one school and course."""
    return lambda row: {**row, **changes} if (row["geo_id"], row["course_id"]) == (school_id, course) else row


def without(school_id: str, course: str) -> Callable[[dict], dict | None]:
    """An edit that drops the row of one school and course."""
    return lambda row: None if (row["geo_id"], row["course_id"]) == (school_id, course) else row


def seal(made: Path, **changes: Any) -> None:
    """Write a manifest that vouches for the files as they are now, and says what `changes` say."""
    said = {**manifest.read(made), **changes, "tables": manifest.file_digests(made)}
    core = {key: value for key, value in said.items() if key not in ("release", "digest")}
    (made / "manifest.json").write_text(json.dumps(manifest.sealed(core)))


def redraw(made: Path, change: Callable[[dict], dict | None], **entry: Any) -> None:
    """Alter the rows, or the `entry`, of the draw on which a first release stands, with all that names it."""
    ledger = made.parent / "ledger"
    said = manifest.read(made)
    drawn = json.loads((ledger / f"{said['parent']}.json").read_text()) | entry
    file = ledger / "estimates" / f"{drawn['digest']}.parquet"
    table = pq.read_table(file)
    rows = [changed for row in table.to_pylist() if (changed := change(dict(row))) is not None]
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    file.rename(file.with_stem(digest))
    head = write_entry(ledger, drawn | {"digest": digest})
    estimates = said["estimates"]
    seal(made, parent=head, estimates={YEAR: estimates[YEAR] | {"digest": digest}})


def write_entry(ledger: Path, entry: dict) -> str:
    """Put an entry into the ledger; its address."""
    address = hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()
    (ledger / f"{address}.json").write_text(json.dumps(entry))
    return address
