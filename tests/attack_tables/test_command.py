"""`catchment attack --tables`, and the how-to that describes it."""

import csv
import re

from click.testing import CliRunner

from catchment.cli import main
from tests.attack_tables.tools import SCHOOLS, long, write
from tests.unit.docs.documents import FENCE, commands
from tests.unit.house.tree import ROOT

HOW_TO = ROOT / "docs" / "how-to" / "attack-your-own-tables.md"
OPEN = "Oak all 100; Lincoln all <10; Adams all <10; Grant all 89"


def attack(folder, *more, expect):
    given = ("attack", "--tables", folder / "tables", "--hierarchy", folder / "hierarchy.toml", *more)
    done = CliRunner().invoke(main, [str(each) for each in given])
    assert done.exit_code == expect, done.output
    assert isinstance(done.exception, SystemExit | None)
    return done


def test_nothing_recovered_is_exit_code_0(tmp_path):
    done = attack(write(tmp_path, hierarchy=SCHOOLS, schools=long(OPEN)), expect=0)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [row["least"] for row in rows] == ["2", "2"]
    assert "4 cells, 2 of them hidden, and 1 sums" in done.stderr
    assert "can be worked out: 0" in done.stderr


def test_something_recovered_is_exit_code_1_and_a_report(tmp_path):
    out = tmp_path / "found.csv"
    folder = write(tmp_path, hierarchy=SCHOOLS, schools=long(OPEN.replace("100", "91")))
    done = attack(folder, "--out", out, expect=1)
    assert "2 of 2 hidden numbers can be worked out, the first: Lincoln, all is at most" in done.stderr
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert {(row["geography"], row["recovered"], row["least"]) for row in rows} == {
        ("Lincoln", "true", "1"),
        ("Adams", "true", "1"),
    }


def test_a_range_without_end_has_a_blank_most(tmp_path):
    done = attack(write(tmp_path, hierarchy=SCHOOLS, schools=long("Adams all *")), expect=0)
    assert "Adams,all,*,0,,false,false," in done.stdout.splitlines()


def test_bad_input_is_exit_code_2_and_a_sentence(tmp_path):
    done = attack(write(tmp_path, hierarchy=SCHOOLS, schools=long("Adams all few")), expect=2)
    assert done.stderr.startswith("catchment: schools.csv line 2, column students: 'few' is no whole number")


def test_a_report_that_cannot_be_written_is_exit_code_2(tmp_path):
    folder = write(tmp_path, hierarchy=SCHOOLS, schools=long(OPEN))
    done = attack(folder, "--out", tmp_path / "nowhere" / "found.csv", expect=2)
    assert "cannot write to" in done.stderr


def test_a_release_or_tables_and_not_both(tmp_path):
    folder = write(tmp_path, hierarchy=SCHOOLS, schools=long(OPEN))
    assert "either the ID" in attack(folder, "2026-03-15-1a2b3c4d", expect=2).stderr
    for words in (
        ["attack"],
        ["attack", "2026-03-15-1a2b3c4d"],
        ["attack", "--tables", str(folder / "tables")],
        ["attack", "2026-03-15-1a2b3c4d", "--network", str(folder), "--out", "x.csv"],
    ):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 2, words
        assert done.stderr.startswith("catchment: ")


def test_the_how_to_works_as_written(tmp_path, monkeypatch):
    blocks = FENCE.findall(HOW_TO.read_text("utf-8"))
    table, expected = (text for language, text in blocks if language == "csv")
    hierarchy, wide = (text for language, text in blocks if language == "toml")
    write(tmp_path, hierarchy=hierarchy, schools=table)
    monkeypatch.chdir(tmp_path)
    (command,) = (words for words in commands(HOW_TO) if "--out" in words)
    assert CliRunner().invoke(main, command).exit_code == 1
    assert (tmp_path / "found.csv").read_text() == expected
    header = "School,Students,Girls,Boys\n"
    (tmp_path / "tables" / "counts.csv").write_text(f"\n\n{header}District total,100,40,60\n")
    described = re.sub(r"sheet = .*", "", wide).replace("counts.xlsx", "counts.csv")
    (tmp_path / "hierarchy.toml").write_text(f"{hierarchy}\n[attributes.year]\n{described}")
    (tmp_path / "tables" / "schools.csv").unlink()
    assert CliRunner().invoke(main, command).exit_code == 0
