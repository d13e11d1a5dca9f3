"""The command line as its operator meets it: from `init --sample` to an exported table, in real processes."""

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import catchment
from catchment.cli import main


def run(*arguments: object, expect: int = 0) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, as an operator runs it."""
    command = [sys.executable, "-m", "catchment.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == expect, f"{command}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done


def ask(*arguments: object, expect: int = 0) -> Result:
    """A command in this process, for those that do not touch the portal's database."""
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exit_code == expect, f"{arguments}\n{done.output}"
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture(scope="module")
def network(tmp_path_factory) -> Path:
    """The sample network, built, attacked and published."""
    folder = tmp_path_factory.mktemp("cli") / "my network"
    ask("init", folder, "--sample")
    run("import", "package", folder / "sample-package", "--network", folder)
    release = run("build", "--network", folder).stdout.splitlines()[-1]
    ask("attack", release, "--network", folder)
    ask("publish", release, "--network", folder, "--approved-by", "A. Reviewer")
    return folder


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_public_export_holds_totals_and_no_person(network):
    nation = rows(ask("export", "nation", "--network", network).stdout)
    assert {row["course_id"] for row in nation} >= {"all"}
    assert all(row["geo_id"] == "US" for row in nation)
    refused = ask("export", "roster", "--network", network, expect=2)
    assert "--partner ID or --staff" in refused.stderr


def test_a_partners_export_holds_its_own_teachers(network):
    staff = rows(run("export", "roster", "--network", network, "--staff").stdout)
    partners = {row["partner_id"] for row in staff}
    assert len(partners) == 2
    for partner in partners:
        own = rows(run("export", "roster", "--network", network, "--partner", partner).stdout)
        assert {row["partner_id"] for row in own} == {partner}
        assert len(own) == sum(row["partner_id"] == partner for row in staff)
    assert {row["needs_help"] for row in staff} <= {"true", "false"}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_an_export_goes_to_a_file(network, tmp_path, kind):
    out = tmp_path / f"schools.{kind}"
    ask("export", "schools", "--network", network, "--format", kind, "--out", out)
    assert out.stat().st_size > 200


def test_a_withdrawal_acts_on_the_next_export(network, tmp_path):
    """The release still holds the row; what is exported from it does not, and the cohort is summed anew."""
    copy = shutil.copytree(network, tmp_path / "copy")
    staff = ("--network", copy, "--staff")
    before = rows(run("export", "roster", *staff).stdout)
    leaver = before[0]
    consents = copy / "sample-package" / "consents.csv"
    lines = list(csv.DictReader(io.StringIO(consents.read_text())))
    for line in lines:
        if (line["person_id"], line["partner_id"]) == (leaver["person_id"], leaver["partner_id"]):
            line["withdrawn_on"] = "2026-03-07"
    with consents.open("w") as out:
        writer = csv.DictWriter(out, lines[0])
        writer.writeheader()
        writer.writerows(lines)
    run("import", "package", copy / "sample-package", "--network", copy)
    after = rows(run("export", "roster", *staff).stdout)
    assert leaver["person_id"] in {row["person_id"] for row in before}
    assert leaver["person_id"] not in {row["person_id"] for row in after}
    cohorts = rows(run("export", "cohorts", *staff).stdout)
    assert sum(int(row["sharing"]) for row in cohorts) == len(after) < len(before)


def test_publishing_needs_another_person(network):
    release = json.loads((network / "releases" / "head.json").read_text())["release"]
    candidate = run("build", "--network", network, "--as-of", "2026-03-20").stdout.splitlines()[-1]
    assert candidate != release
    unattacked = ask("publish", candidate, "--network", network, "--approved-by", "A. Reviewer", expect=1)
    assert "was not attacked" in unattacked.stderr
    ask("attack", candidate, "--network", network)
    alone = ask("publish", candidate, "--network", network, expect=1)
    assert "started this build" in alone.stderr


def test_a_damaged_file_of_a_release_is_said_in_one_sentence(network, tmp_path):
    copy = shutil.copytree(network, tmp_path / "copy")
    release = json.loads((copy / "releases" / "head.json").read_text())["release"]
    nation = copy / "releases" / release / "public" / "nation.parquet"
    nation.write_bytes(nation.read_bytes()[:100])
    damaged = ask("export", "nation", "--network", copy, expect=1)
    assert "the table nation cannot be read" in damaged.stderr


def test_the_doctor_finds_a_healthy_network_and_a_damaged_one(network, tmp_path):
    assert "WRONG" not in run("doctor", "--network", network).stdout
    empty = tmp_path / "empty"
    ask("init", empty)
    assert "WRONG  network.toml" in run("doctor", "--network", empty, expect=1).stdout


@pytest.fixture
def own_database(monkeypatch):
    """Commands use the network's own database file, not the one that the tests' settings name."""
    monkeypatch.delenv("CATCHMENT_DATABASE")


@pytest.mark.usefixtures("own_database")
def test_the_portals_database_is_for_its_owner_only(network):
    run("doctor", "--network", network)
    files = sorted(network.glob("portal.sqlite3*"))
    assert files
    assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o600"}


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize(
    "harm", ["ALTER TABLE accounts_user DROP COLUMN staff_role", "DROP TABLE consent_state"]
)
def test_the_doctor_notices_a_database_of_another_version(network, tmp_path, harm):
    run("doctor", "--network", network)
    copy = shutil.copytree(network, tmp_path / "copy")
    with closing(sqlite3.connect(copy / "portal.sqlite3")) as database:
        database.execute(harm)
        database.commit()
    said = run("doctor", "--network", copy, expect=1).stdout
    assert "WRONG  portal database: does not fit this version: no such" in said


@pytest.mark.usefixtures("own_database")
def test_the_doctor_says_what_is_no_database(network, tmp_path):
    copy = shutil.copytree(network, tmp_path / "copy")
    for file in copy.glob("portal.sqlite3*"):
        file.unlink()
    (copy / "portal.sqlite3").write_text("This is a letter. " * 100)
    assert "WRONG  portal database: cannot be opened" in run("doctor", "--network", copy, expect=1).stdout


def test_a_second_import_of_the_same_package_changes_nothing(network):
    again = run("import", "package", network / "sample-package", "--network", network, "--json")
    assert json.loads(again.stdout)["state"] == "unchanged"


def test_a_dry_run_lands_nothing(network, tmp_path):
    copy = shutil.copytree(network / "sample-package", tmp_path / "copy")
    partners = copy / "partners.csv"
    partners.write_text(partners.read_text() + "x,New partner,scholarship,,30-02-2026,\n")
    before = (network / "warehouse" / "catalog.json").read_bytes()
    found = ask("check", copy, "--network", network, expect=2)
    assert "partners.csv row 3, column starts_on: expected a date" in found.stdout
    assert (network / "warehouse" / "catalog.json").read_bytes() == before


def test_an_operator_gives_people_accounts(network):
    added = ("person", "pat@example.org", "--name", "Pat Sampleton", "--network", network)
    partner = ask("export", "partners", "--network", network).stdout.splitlines()[1].split(",")[0]
    run(*added, "--partner", partner, "--password", "seven-green-rivers")
    again = run(*added, "--partner", partner, "--password", "seven-green-rivers", expect=2)
    assert "has an account already" in again.stderr
    stranger = run(*added, "--partner", "nobody", "--password", "seven-green-rivers", expect=2)
    assert "there is no partner nobody" in stranger.stderr
    easy = ("person", "kim@example.org", "--name", "Kim", "--role", "data_manager", "--network", network)
    assert "too common" in run(*easy, "--password", "password", expect=2).stderr
    staff = ("person", "lee@example.org", "--name", "Lee", "--network", network, "--manages", partner)
    run(*staff, "--role", "regional_manager", "--password", "seven-green-rivers")
    other = run(*staff, "--role", "data_manager", "--password", "seven-green-rivers", expect=2)
    assert "give --role regional_manager" in other.stderr
    lee = ("account", "lee@example.org", "--network", network)
    assert "either --role or --close" in run(*lee, expect=2).stderr
    run(*lee, "--role", "administrator")
    assert "the last administrator" in run(*lee, "--close", expect=2).stderr
    assert "no role in the program" in run(*lee, "--role", "king", expect=2).stderr
    assert "nobody has an account" in run("account", "x@example.org", *lee[2:], "--close", expect=2).stderr


def test_nothing_to_build_from_is_said_in_one_sentence(tmp_path):
    ask("init", tmp_path / "empty")
    assert "network.toml" in run("build", "--network", tmp_path / "empty", expect=2).stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("export", "nation", "--network", "{empty}"), "no release is published yet"),
        (("attack", "nonesuch", "--network", "{empty}"), "there is no release nonesuch"),
        (("publish", "nonesuch", "--network", "{empty}"), "there is no release nonesuch"),
        (("import", "package", "{empty}/nothing", "--network", "{empty}"), "nothing"),
        (("build", "--network", "{empty}/nowhere"), "does not exist"),
        (("init", "{empty}"), "is a network already"),
        (("export", "nation", "--network", "{empty}", "--partner", "p", "--staff"), "not both"),
    ],
)
def test_what_cannot_work_is_said_in_one_sentence(tmp_path, arguments, sentence):
    empty = tmp_path / "empty"
    ask("init", empty)
    done = ask(*(argument.format(empty=empty) for argument in arguments), expect=2)
    assert sentence in done.stderr


def test_every_command_has_help_with_an_example():
    overview = ask("--help").stdout
    for name in (
        "demo",
        "init",
        "check",
        "build",
        "attack",
        "publish",
        "withdraw",
        "export",
        "serve",
        "worker",
    ):
        assert f"  {name}" in overview
        assert "Example:" in ask(name, "--help").stdout
    assert ask("--version").stdout.strip().endswith(catchment.__version__)
