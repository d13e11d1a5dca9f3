"""Certificates: found from published tables, checked by a program that knows nothing of Catchment."""

import ast
import gzip
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from catchment import checker
from catchment.attack.run import certify
from catchment.network.policy import Policy
from catchment.release.build.manifest import read
from tests.attack.tampering import (
    CENSUS,
    ENROLMENT,
    FIVE,
    FOUR,
    ONE,
    SHELF,
    STUDENTS,
    THREE,
    TWO,
    YEAR,
    copied,
    edit,
    release,
    seal,
    series,
)
from tests.release_tools import group, inputs, make_release, put_up

SOURCE = Path(checker.__file__)


def certified(made, earlier):
    audit, content = certify(made, earlier)
    assert audit.passed, audit.vetoes
    (made / "certificate.json.gz").write_bytes(content)
    return made


def worlds_of(made):
    return json.loads(gzip.decompress((made / "certificate.json.gz").read_bytes()))["worlds"]


def check(made):
    return list(checker.check(made.parent, made.name))


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A release before the census, and one at the census with more students."""
    releases = tmp_path_factory.mktemp("two") / "releases"
    first = certified(release(releases, date(2025, 12, 1)), [])
    put_up(first)
    more = [*STUDENTS, *group(ONE, "csp", "f" * 4, tag="new"), *group(TWO, "csd", "m" * 12)]
    return [first, certified(release(releases, CENSUS, more), [first])]


@pytest.fixture
def made(two, tmp_path):
    return copied(two[1], tmp_path / "releases")


def test_each_withheld_value_has_two_worlds(two):
    said = " ".join(check(two[1]))
    assert "3 flagged counts" in said
    assert "9 changes of shown counts" in said
    assert "1 unreported groups" in said
    assert worlds_of(two[1])[YEAR][ONE] == {"csp": [48, 47], "csd": [1, 2]}


def test_coded_sides_have_two_worlds(tmp_path):
    made = certified(release(tmp_path / "releases"), [])
    assert "3 coded sides: two worlds each make the published row" in check(made)
    assert worlds_of(made)[YEAR][TWO] == {"female": [0, 1]}
    assert worlds_of(made)[YEAR][THREE] == {"female": [20, 21]}


def test_what_is_certain_needs_no_world(two):
    assert "csd" not in worlds_of(two[1])[YEAR].get(TWO, {})


def test_the_audit_names_the_file(two):
    audit, content = certify(two[1], two[:1])
    assert audit.certificate == checker.digest(content)
    assert certify(two[1], two[:1])[1] == content


def test_a_release_that_falls_gets_no_certificate(made):
    edit(made, f"{SHELF}/schools", lambda row: row | {"students_code": "exact"})
    assert certify(made, [])[1] is None


def test_it_stands_alone():
    tree = ast.parse(SOURCE.read_text())
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import)
            else [node.module or "."] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert imported - set(sys.stdlib_module_names) == {"pyarrow"}
    assert len(SOURCE.read_text().splitlines()) < 200


def run(made, tmp_path):
    """The checker as a file of its own, far from this package."""
    program = shutil.copy(SOURCE, tmp_path / "anywhere.py")
    return subprocess.run(
        [sys.executable, "-I", program, made.parent, made.name], capture_output=True, text=True, check=False
    )


def test_it_runs_as_a_program(made, tmp_path):
    done = run(made, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "9 changes of shown counts: two worlds each make the published row" in done.stdout
    (made / "certificate.json.gz").unlink()
    refused = run(made, tmp_path)
    assert refused.returncode == 1
    assert refused.stderr == f"refused: the certificate of {made.name} cannot be read\n"


def rewrite(made, change):
    said = json.loads(gzip.decompress((made / "certificate.json.gz").read_bytes()))
    changed = change(said)
    (made / "certificate.json.gz").write_bytes(
        gzip.compress(json.dumps(said if changed is None else changed).encode())
    )


def place(school_id, **worlds):
    """Tamper with the worlds of one school: None takes the course out."""

    def change(said):
        mine = said["worlds"][YEAR].setdefault(school_id, {})
        mine |= worlds
        for name in [name for name, values in mine.items() if values is None]:
            del mine[name]

    return change


WORLDS = {
    "a flag with one value": (place(ONE, csd=[1, 1]), "csd has not two values"),
    "a flag left out": (place(ONE, csd=None), "csd has not two values"),
    "a school left out": (lambda said: said["worlds"][YEAR].pop(FOUR) and None, "csp has not two values"),
    "a year left out": (lambda said: said["worlds"].pop(YEAR) and None, "has not two values"),
    "a flag that would be shown": (place(ONE, csd=[1, 10]), "does not make the published row"),
    "a flag that the second release first has, with nobody in it": (
        place("260000200004", csp=[1, 2]),
        "does not make the published row",
    ),
    "a held count with one value": (place(ONE, csp=[48, 48]), "csp has not two values"),
    "a held count that would have moved": (place(ONE, csp=[48, 58]), "does not make the published row"),
    "a new count that is another": (place(TWO, csd=[12, 13]), "does not make the published row"),
    "more students than enrolled": (place(FIVE, csp=[30, 39], csa=[0, 7]), "within enrolment"),
    "unreported students with one value": (place(FIVE, csa=[0, 0]), "the unreported have not two values"),
    "unreported students left out": (place(FIVE, csa=None), "the unreported have not two values"),
    "an unreported group that would be shown": (place(FIVE, csa=[0, 10]), "does not make the published row"),
    "worlds of different number": (place(ONE, csd=[1, 2, 3]), "no whole worlds"),
    "worlds of no course": (place(ONE, girls=[1, 2]), "no whole worlds"),
    "worlds of gender where nothing is coded": (place(ONE, female=[1, 2]), "1 female are not"),
    "worlds of a school that is not there": (place("260000900001", csp=[1, 2]), "schools that are not there"),
    "fewer than nobody": (place(ONE, csd=[1, -2]), "no certificate"),
    "half a student": (place(ONE, csd=[1, 1.5]), "no certificate"),
    "students in words": (place(ONE, csd="12"), "no certificate"),
    "yes for a number": (place(ONE, csd=[1, True]), "no certificate"),
    "a course without a list": (place(ONE, csd=1), "no certificate"),
    "a year that is not there": (lambda said: said["worlds"].update({"2030-31": {}}), "no certificate"),
    "another release's": (lambda said: said.update(digest="0" * 64), "is not that of release"),
    "no digest": (lambda said: said.pop("digest") and None, "is not that of release"),
    "no worlds": (lambda said: said.pop("worlds") and None, "no certificate"),
    "a list": (lambda said: [said], "no certificate"),
}  # fmt: skip


@pytest.mark.parametrize("what", WORLDS)
def test_a_certificate_that_was_tampered_with_is_refused(made, what):
    change, why = WORLDS[what]
    rewrite(made, change)
    with pytest.raises(checker.Refused, match=why):
        check(made)


@pytest.mark.parametrize("values", [[0, 11], [5, 5], [450, 451]])
def test_a_coded_side_that_was_tampered_with_is_refused(tmp_path, values):
    made = certified(release(tmp_path / "releases"), [])
    rewrite(made, place(TWO, female=values))
    with pytest.raises(checker.Refused, match=r"female are not low|has not two values"):
        check(made)


def test_a_number_that_public_figures_exclude_is_refused(tmp_path):
    """At TWO 24 of 900 are male: 6 female of 30 is the least."""
    rows = [(TWO, YEAR, 900, 876, 24), *(row for row in ENROLMENT if row[0] != TWO)]
    few_girls = [*group(TWO, "csp", "f" * 8 + "m" * 22)]
    made = certified(release(tmp_path / "releases", students=few_girls, enrolment=rows), [])
    assert worlds_of(made)[YEAR][TWO]["female"] == [6, 7]
    rewrite(made, place(TWO, female=[5, 6]))
    with pytest.raises(checker.Refused, match="5 female are not low"):
        check(made)


DAMAGE = {
    "no gzip": lambda content: b"{}",
    "cut short": lambda content: content[:-9],
    "a wrong byte": lambda content: content[:40] + b"\xff\xff\xff\xff" + content[44:],
    "no JSON": lambda content: gzip.compress(b"{"),
    "nothing": lambda content: b"",
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_certificate_is_refused(made, what):
    file = made / "certificate.json.gz"
    file.write_bytes(DAMAGE[what](file.read_bytes()))
    with pytest.raises(checker.Refused, match="cannot be read"):
        check(made)


def test_an_altered_table_is_refused(made):
    before = read(made)
    edit(made, f"{SHELF}/schools", lambda row: row | {"students_code": None})
    (made / "manifest.json").write_text(json.dumps(before))
    with pytest.raises(checker.Refused, match="its tables are not those"):
        check(made)


def test_an_altered_manifest_is_refused(made):
    said = read(made)
    said["policy"]["n"] = 5
    (made / "manifest.json").write_text(json.dumps(said))
    with pytest.raises(checker.Refused, match="its manifest was altered"):
        check(made)


def test_a_release_sealed_anew_needs_a_new_certificate(made):
    seal(made, network="Another")
    with pytest.raises(checker.Refused, match="is not that of release"):
        check(made)


def test_an_altered_earlier_release_is_refused(made, two):
    earlier = made.parent / two[0].name
    edit(earlier, f"{SHELF}/schools", lambda row: row)
    with pytest.raises(checker.Refused, match="is not the release that the ledger names"):
        check(made)


@pytest.mark.parametrize("how", ["altered", "gone"])
def test_a_broken_ledger_is_refused(made, how):
    file = next(path for path in (made.parent / "ledger").glob("*.json") if "published" in path.read_text())
    file.write_text(file.read_text().replace('"test"', '"another"')) if how == "altered" else file.unlink()
    with pytest.raises(checker.Refused, match="ledger entry"):
        check(made)


def test_a_closed_year_is_checked_against_its_own_time(tmp_path):
    """Public figures that came out after the closing bind nothing that was published before."""
    made = series(tmp_path / "releases", [CENSUS, date(2026, 7, 2)])
    put_up(made[-1])
    later = [(ONE, YEAR, 50, 20, 30), (TWO, YEAR, 30, 27, 3)]
    last = certified(release(tmp_path / "releases", date(2026, 8, 2), [], enrolment=later), made)
    said = " ".join(check(last))
    assert "3 flagged counts" in said
    assert "3 coded sides" in said


def test_a_policy_of_a_state_is_the_checkers_too(tmp_path):
    made = certified(release(tmp_path / "releases", rules=Policy(per_state={"MI": 12})), [])
    assert "4 flagged counts: two worlds each make the published row" in check(made)


CROWDED = {
    "held counts above enrolment": ([("csp", 40)], [("csp", 38)], 39),
    "held counts far above enrolment": ([("csp", 40), ("csd", 30)], [("csp", 12), ("csd", 12)], 25),
    "many flags in little room": ([], [("csp", 1), ("csd", 1), ("csa", 1)], 20),
    "a new count and a held one": ([("csp", 40)], [("csp", 38), ("csd", 20)], 58),
    "public figures that are wrong": ([("csp", 40)], [("csp", 38), ("csd", 90)], 60),
    "no room at all beside a new count": ([("csp", 12)], [("csp", 0), ("csd", 50)], 50),
}


@pytest.mark.parametrize("what", CROWDED)
def test_worlds_are_found_however_tight_enrolment_is(tmp_path, what):
    before, now, enrolled = CROWDED[what]
    first = make_release(
        tmp_path / "releases", inputs([(ONE, *atom) for atom in before]), as_of=date(2025, 11, 1)
    )
    put_up(first)
    found = inputs([(ONE, *atom) for atom in now], enrolment=[(ONE, YEAR, enrolled)])
    second = certified(make_release(tmp_path / "releases", found, as_of=date(2025, 12, 1)), [first])
    assert check(second)
