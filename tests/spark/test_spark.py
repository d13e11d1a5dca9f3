"""Spark computes what DuckDB and the oracle do: the same rows with the same types.

One file, as each process of a parallel run would start a cluster of its own.
"""

import json
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catchment.engines.choose import open_engine
from catchment.network import contract
from catchment.network.errors import BadInput
from catchment.release.build import candidate
from catchment.sources import package
from catchment.sources.package.sample import write_sample
from tests.measures_tools import Row, ordered
from tests.oracle.backdrop import SETTINGS
from tests.oracle.measures import measures
from tests.oracle.random_network import random_network
from tests.oracle.world import World
from tests.spark import together
from tests.spark.plan import Plan
from tests.spec.reading import Case, read_cases, texts

CASES = dict(enumerate(case for case in read_cases() if case.measured))
MERGED = {number: case for number, case in CASES.items() if together.separable(case)}
DAYS = sorted({case.as_of for case in MERGED.values()})
USUAL_DAY = date(2026, 3, 16)
"""The day of most cases. A run as of another day takes as long for a handful."""
ALONE = {
    number: case
    for number, case in CASES.items()
    if number not in MERGED or together.SUMS & set(case.measured)
}
"""Cases that cannot be seen among the merged ones; a run of their own each."""
Plans = Callable[[date], Plan]
Tables = dict[str, pa.Table]
pytestmark = pytest.mark.usefixtures("spark")


def on_day(day: date, value: object) -> object:
    """A parameter of a test that is slow on all days but one."""
    return pytest.param(value, marks=[] if day == USUAL_DAY else pytest.mark.slow)


def titles(cases: dict[int, Case]) -> list[str]:
    return [case.title for case in cases.values()]


def computed(
    engine: str,
    folder: Path,
    plan: Plan,
    tables: dict[str, list[Row]],
    wanted: Iterable[str],
    network=SETTINGS,
) -> Tables:
    source = folder / f"for-{engine}"
    source.mkdir()
    with open_engine(engine, folder / "scratch") as opened:
        found = plan.run(opened, source, tables, wanted, network)
    assert list((folder / "scratch").iterdir()) == []
    return found


@pytest.fixture(scope="module")
def merged(plan_of: Plans, tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], dict[str, Tables]]:
    """By engine and measure: what the merged cases of a day come to."""
    found: dict[date, dict[str, Tables]] = {}

    def of(day: date) -> dict[str, Tables]:
        if day not in found:
            cases = {number: case for number, case in MERGED.items() if case.as_of == day}
            wanted = sorted({name for case in cases.values() for name in case.measured})
            folder, rows = tmp_path_factory.mktemp("merged"), together.merged(cases)
            found[day] = {
                engine: computed(engine, folder, plan_of(day), rows, wanted) for engine in ("duckdb", "spark")
            }
        return found[day]

    return of


@pytest.mark.parametrize("day", [on_day(day, day) for day in DAYS], ids=str)
def test_all_cases_in_one(day: date, merged: Callable) -> None:
    """Every row and type of every measure that a case asks for, with those that add up over cases."""
    assert merged(day)["spark"] == merged(day)["duckdb"]


@pytest.mark.parametrize("number", [on_day(case.as_of, n) for n, case in MERGED.items()], ids=titles(MERGED))
def test_case(number: int, merged: Callable) -> None:
    case = MERGED[number]
    for name in set(case.measured) - together.SUMS:
        found = together.parted(merged(case.as_of)["spark"][name].to_pylist())
        assert_agrees(case, name, found.get(number, []))


@pytest.mark.slow
@pytest.mark.parametrize("number", ALONE, ids=titles(ALONE))
def test_case_of_its_own(number: int, plan_of: Plans, tmp_path: Path) -> None:
    case = ALONE[number]
    found = computed("spark", tmp_path, plan_of(case.as_of), case.tables, case.measured, case.network)
    for name, rows in found.items():
        assert_agrees(case, name, rows.to_pylist())


def assert_agrees(case: Case, name: str, rows: list[Row]) -> None:
    table = case.expected[name]
    assert ordered(texts(rows, table.columns)) == ordered(table.rows), name


def test_a_random_network(plan_of: Plans, tmp_path: Path) -> None:
    agree_on(random_network(7, groups=12), plan_of(USUAL_DAY), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2025, 11, 20), USUAL_DAY, date(2026, 6, 20)], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_many_random_networks(seed: int, day: date, plan_of: Plans, tmp_path: Path) -> None:
    agree_on(random_network(seed, groups=40), plan_of(day), tmp_path)


def agree_on(tables: dict[str, list[Row]], plan: Plan, folder: Path) -> None:
    """Spark, DuckDB and the oracle say the same."""
    said = measures(World(tables, SETTINGS, plan.as_of))
    on_duckdb, on_spark = (computed(name, folder, plan, tables, sorted(said)) for name in ("duckdb", "spark"))
    for name, rows in said.items():
        assert on_spark[name] == on_duckdb[name], name
        assert ordered(on_spark[name].to_pylist()) == ordered(rows), name


def test_a_release_is_the_same_byte_by_byte(tmp_path: Path) -> None:
    """Given the estimates that the ledger holds, no table of a release tells which engine measured."""
    network = tmp_path / "network"
    network.mkdir()
    write_sample(tmp_path / "package")
    package.import_package([tmp_path / "package"], network)
    on_duckdb = candidate.build(network, None, "starter", lambda said: None)
    shutil.move(network / "releases" / on_duckdb, tmp_path / "on-duckdb")
    on_spark = candidate.build(network, None, "starter", lambda said: None, engine="spark")
    assert on_spark == on_duckdb
    tables = files_of(network / "releases" / on_spark)
    assert tables == files_of(tmp_path / "on-duckdb")
    assert len(pq.read_table(tmp_path / "on-duckdb" / "public" / "composition.parquet")) > 0
    assert not list((network / "warehouse" / "staging").iterdir())


def files_of(release: Path) -> dict[str, bytes]:
    """Every table of a release by its path, with the manifest's word for it."""
    manifest = json.loads((release / "manifest.json").read_text())
    files = {str(file.relative_to(release)): file.read_bytes() for file in release.rglob("*.parquet")}
    assert set(files) == set(manifest["tables"])
    return files


def test_names_and_paths_may_be_anything_and_nothing_is_left(tmp_path: Path) -> None:
    table = contract.tables()["partners"]
    folder = tmp_path / "it's a {strange} [folder] year=1"
    with open_engine("spark", folder) as engine:
        partners = engine.source("partners", [], table)
        words = engine.vocabulary("words", pa.table({"word": ["b", None, "Z", "é", "a"], "length": [1] * 5}))
        total = engine.materialise('a "quoted" `name`', words.agg(letters=words.length.sum()))
        # in the order of their bytes, blanks last
        assert engine.arrow("words")["word"].to_pylist() == ["Z", "a", "b", "é", None]
        assert partners.columns == table.columns
        assert engine.materialise("nobody", partners).schema() == partners.schema()
        assert engine.arrow("nobody").num_rows == 0
        assert total.schema() == ibis.schema({"letters": "int64"})
        file = tmp_path / "it's.parquet"
        engine.write('a "quoted" `name`', file)
        assert pq.read_table(file).equals(pa.table({"letters": [5]}))
    assert list(folder.iterdir()) == []


def test_what_spark_cannot_compute_is_one_sentence(tmp_path: Path) -> None:
    with open_engine("spark", tmp_path) as engine:
        text = engine.vocabulary("text", pa.table({"word": ["no number"]}))
        with pytest.raises(BadInput, match=r"^Spark could not compute numbers: .*CAST_INVALID_INPUT.*$"):
            engine.materialise("numbers", text.select(number=text.word.cast("int64")))
