"""The bench of the attack: its releases are real ones, and its child processes are measured."""

from datetime import date

import duckdb
import pytest

from bench import bench_attack, measured, releases
from bench.children import alone
from catchment.network.categories import COMPOSITION
from catchment.release.build.ledger import Ledger


@pytest.fixture(scope="module")
def nation(here, tmp_path_factory):
    return measured.nation(here, 2, tmp_path_factory.mktemp("students"))


@pytest.fixture(scope="module")
def folder(nation, tmp_path_factory):
    """Three releases and a candidate."""
    folder = tmp_path_factory.mktemp("series")
    bench_attack.series(nation, folder, 3)
    return folder


def test_months_end_on_their_last_day():
    assert releases.month_ends(date(2025, 11, 1), 4) == [
        date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28),
    ]  # fmt: skip


def test_measured_tables_speak_of_the_same_students(nation):
    found = nation.inputs(date(2026, 2, 28))
    with duckdb.connect() as con:
        con.register("atoms", found.measured["atoms"])
        con.register("placed", found.students["students_of_atoms"].to_table())
        con.register("cells", found.students["composition_cells"].to_table())
        ((total,),) = con.execute("SELECT sum(students) FROM atoms").fetchall()
        assert con.execute("SELECT count(*), count(DISTINCT student_id) FROM placed").fetchall() == [
            (total, total)
        ]
        assert dict(
            con.execute("SELECT family, sum(students) FROM cells GROUP BY 1").fetchall()
        ) == dict.fromkeys(COMPOSITION, total)
        differing = """
            SELECT 1 FROM atoms
            FULL JOIN (SELECT school_id, school_year, course_id, count(*) AS c FROM placed GROUP BY ALL)
            USING (school_id, school_year, course_id) WHERE students IS DISTINCT FROM c
        """
        assert con.execute(differing).fetchall() == []


def test_nobody_begins_before_the_school_year(nation):
    found = nation.inputs(date(2025, 6, 30))
    assert found.measured["atoms"]["school_year"].unique().to_pylist() == ["2024-25"]


def test_teachers_start_with_their_fifth_student(nation):
    found = nation.inputs(date(2026, 2, 28)).measured
    with duckdb.connect() as con:
        con.register("roster", found["roster_all"])
        con.register("atoms", found["atoms"])
        few = """
            SELECT count(*) FROM roster JOIN atoms USING (school_id, school_year, course_id)
            WHERE (started_on IS NOT NULL) <> (atoms.students >= 5)
        """
        assert con.execute(few).fetchall() == [(0,)]
        assert con.execute("SELECT max(started_on) <= DATE '2026-02-28' FROM roster").fetchall() == [(True,)]


def test_a_series_is_a_chain_of_releases_with_its_draws(folder):
    entries = Ledger(folder / "releases").entries()
    assert [entry.kind for entry in entries] == ["drawn", "published", "published", "published"]
    assert entries[0].school_year == "2024-25"


def test_work_alone_gives_its_result_and_its_own_peak():
    cost = alone(divmod, 7, 3)
    assert cost.result == (2, 1) and 0 <= cost.spent.clock < 5
    assert 5e6 < cost.peak < 1e9


def test_work_that_fails_alone_says_so(capfd):
    with pytest.raises(RuntimeError, match="divmod failed"):
        alone(divmod, 7, 0)
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_the_attack_goes_through_the_whole_series(folder):
    candidate = max(path for path in (folder / "releases").iterdir() if path.name.startswith("2025-09"))
    found = bench_attack.attack_one(candidate)
    assert found["vetoes"] == {} and sum(found["tried"].values()) > 1000
    assert bench_attack.certify_one(candidate) > 100
