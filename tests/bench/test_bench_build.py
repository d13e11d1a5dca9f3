"""The bench of builds: the platform that it invents, the floor beside the measures, and a tiny run."""

import json
from pathlib import Path

import duckdb
import pytest

from bench import bench_build, floor, platform
from catchment.warehouse.store import Warehouse

ROWS = 20_000


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("platform") / "network"
    platform.make(folder, ROWS)
    return folder


def asked(network: Path, query: str) -> tuple:
    with duckdb.connect() as connection:
        Warehouse(network).connect_views(connection)
        return connection.execute(query).fetchall()[0]


def test_the_platform_has_its_rows_each_once_and_nothing_of_the_last_week(network: Path) -> None:
    query = 'SELECT count(*), count(DISTINCT (student_id, lesson_id, "on")), max("on") FROM activity'
    rows, different, last = asked(network, query)
    assert rows == different
    assert 0.8 < rows / ROWS < 1.2
    assert last == platform.LAST_WEEK
    assert len(Warehouse(network).files_by_year("activity")) == platform.YEARS


def test_an_attempt_names_a_lesson_a_student_and_a_class_that_are_there(network: Path) -> None:
    lost = "SELECT count(*) FROM activity ANTI JOIN lessons USING (lesson_id)"
    classless = "SELECT count(*) FROM activity ANTI JOIN section_students USING (student_id)"
    assert asked(network, lost) == (0,)
    assert asked(network, classless)[0] < ROWS / 100  # those who join in the last week of late classes


def test_what_differs_from_the_floor_stops_the_bench(network: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    for target in (one, other):
        bench_build.run_floor(network, platform.LAST_WEEK, target)
    bench_build.compare(one, other)
    started = one / "teacher_started.parquet"
    duckdb.execute(f"COPY (SELECT * FROM '{started}' LIMIT 1) TO '{other / started.name}'")
    with pytest.raises(SystemExit, match="teacher_started"):
        bench_build.compare(one, other)


@pytest.mark.slow
def test_a_tiny_run_ends_with_equal_tables_and_all_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    bench_build.main(["--rows", str(ROWS), "--rows", str(2 * ROWS), "--results", str(tmp_path)])
    said = json.loads((tmp_path / "build.json").read_text("utf-8"))
    assert set(said["sizes"]) == {str(ROWS), str(2 * ROWS)}
    for size in said["sizes"].values():
        assert {"floor", "whole", "import", "week", "nothing", "times_floor", "whole_by_week"} <= set(size)
        assert size["whole"]["peak"] > 0
    assert "2 times the rows" in capsys.readouterr().out
    assert set(floor.TABLES) >= {"atoms", "teacher_started", "teacher_completed", "roster_all"}
