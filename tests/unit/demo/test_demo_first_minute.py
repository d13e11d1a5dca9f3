"""The first page of the demo: six teachers to call, computed by the measures from what was imported."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from catchment.demo import generate
from catchment.engines.duckdb import DuckDBEngine
from catchment.measures.compute import compute
from catchment.network import settings
from catchment.sources.package import import_package
from catchment.warehouse.store import Warehouse


@dataclass(frozen=True)
class Roster:
    """The rows of the running school year, and the people to log in as."""

    connection: duckdb.DuckDBPyConnection
    people: tuple

    def rows(self, query: str) -> list[tuple]:
        return self.connection.execute(query).fetchall()


def roster_of(folder: Path, schools, made) -> Roster:
    import_package([*schools.directories, made.folder], folder)
    with DuckDBEngine(folder / "scratch") as engine:
        compute(engine, Warehouse(folder), settings.load(folder / "network.toml"), made.as_of)
        connection = duckdb.connect()
        connection.register("all_years", engine.arrow("roster_all"))
    connection.execute("CREATE VIEW roster AS FROM all_years WHERE school_year = '2025-26'")
    return Roster(connection, made.people)


@pytest.fixture(scope="module")
def roster(demo, tmp_path_factory) -> Roster:
    return roster_of(tmp_path_factory.mktemp("network"), demo.schools, demo.made)


def to_call(roster: Roster) -> list[tuple]:
    return roster.rows(
        "SELECT status, coalesce(plan, ''), teaches_other_course FROM roster "
        f"WHERE needs_help AND sharing AND partner_id = '{roster.people[0].partner_id}'"
    )


def test_six_teachers_to_call_and_one_waits_for_spring(roster):
    calls = to_call(roster)
    assert Counter(status for status, _, _ in calls) == {"no_class": 3, "stalled": 2, "class_forming": 1}
    assert [status for status, plan, _ in calls if plan == "spring"] == ["no_class"]
    assert [status for status, _, elsewhere in calls if elsewhere] == ["no_class"]


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 8))])
def test_whatever_the_seed_and_however_few(seed, demo, tmp_path):
    made = generate(tmp_path / "package", demo.schools, states=("MI",), teachers=30, seed=seed)
    calls = to_call(roster_of(tmp_path / "network", demo.schools, made))
    assert Counter(status for status, _, _ in calls) == {"no_class": 3, "stalled": 2, "class_forming": 1}


def test_the_others_of_the_first_partner_are_well(roster):
    others = roster.rows(
        "SELECT DISTINCT status FROM roster "
        f"WHERE partner_id = '{roster.people[0].partner_id}' AND sharing AND NOT needs_help"
    )
    assert {status for (status,) in others} == {"class_forming", "teaching", "completed"}


def test_the_logins_are_two_managers_and_the_program(roster):
    assert [person.role for person in roster.people] == ["partner", "partner", "staff"]
    small, large, program = (person.partner_id for person in roster.people)
    assert program is None
    counts = dict(roster.rows("SELECT partner_id, count(*) FROM roster GROUP BY ALL"))
    assert counts[small] < counts[large]


def test_partners_differ_and_some_do_not_share(roster):
    rates = roster.rows(
        "SELECT avg((started_on IS NOT NULL)::INT) FROM roster "
        "WHERE partner_id IS NOT NULL GROUP BY partner_id"
    )
    assert all(0.4 < rate < 0.95 for (rate,) in rates) and max(rates)[0] - min(rates)[0] > 0.05
    ((sharing,),) = roster.rows("SELECT avg(sharing::INT) FROM roster")
    assert 0.8 < sharing < 0.95


def test_teachers_lapse_and_return(roster):
    active = "started_on IS NOT NULL"
    patterns = roster.rows(f"""
        SELECT list({active} ORDER BY school_year) AS years, count(*) FROM all_years
        WHERE training_year = '2023-24' GROUP BY person_id, course_id, partner_id
    """)
    seen = Counter(tuple(years) for years, _ in patterns)
    assert {(True, True, True), (True, False, False), (True, False, True), (False, False, True)} <= set(seen)
