"""The run of all measures: types as promised, order of rows without effect, nothing left behind."""

from datetime import date
from pathlib import Path
from random import Random

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catchment.engines.duckdb import DuckDBEngine
from catchment.measures.compute import compute
from catchment.network import contract
from tests.measures_tools import Folder
from tests.oracle.backdrop import SETTINGS
from tests.oracle.random_network import random_network

AS_OF = date(2026, 3, 16)
SEED = 11


def measured(folder: Path, tables: dict) -> dict[str, pa.Table]:
    source = folder / "source"
    source.mkdir(parents=True)
    with DuckDBEngine(folder / "scratch") as engine:
        names = compute(engine, Folder(source, tables), SETTINGS, AS_OF)
        wanted = ("roster_all", "cohorts", "cohorts_all", "atoms", "school_facts", "teacher_started")
        rows = {name: engine.arrow(name) for name in wanted}
        assert all(rows[name].schema == names[name].schema().to_pyarrow() for name in wanted)
    return rows


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    return measured(tmp_path_factory.mktemp("usual"), random_network(SEED))


def test_the_order_of_rows_changes_nothing(usual: dict[str, pa.Table], tmp_path: Path) -> None:
    shuffled = random_network(SEED)
    for rows in shuffled.values():
        Random(1).shuffle(rows)
    assert usual["roster_all"].num_rows > 0
    assert measured(tmp_path, shuffled) == usual


def test_without_a_row_there_are_tables_with_types(usual: dict[str, pa.Table], tmp_path: Path) -> None:
    empty = measured(tmp_path, {})
    assert {name: rows.schema for name, rows in empty.items()} == {n: r.schema for n, r in usual.items()}
    assert sum(rows.num_rows for rows in empty.values()) == 0


def test_an_engine_keeps_names_apart_and_removes_its_files(tmp_path: Path) -> None:
    table = contract.tables()["partners"]
    with DuckDBEngine(tmp_path, threads=1) as engine:
        partners = engine.source("partners", [], table)
        words = engine.vocabulary("words", pa.table({"word": ["b", "a"], "length": [1, 1]}))
        total = engine.materialise('a "quoted" name', words.agg(letters=words.length.sum()))
        assert partners.columns == table.columns
        assert engine.arrow("words")["word"].to_pylist() == ["a", "b"]
        assert engine.arrow('a "quoted" name')["letters"].to_pylist() == [2]
        # DuckDB sums a BIGINT to a HUGEINT; the promise is the expression's type.
        assert total.schema() == ibis.schema({"letters": "int64"})
        assert engine.arrow('a "quoted" name').schema.field("letters").type == pa.int64()
        file = tmp_path / "it's.parquet"
        engine.write('a "quoted" name', file)
        assert pq.read_table(file).to_pylist() == [{"letters": 2}]
        file.unlink()
    assert list(tmp_path.iterdir()) == []
