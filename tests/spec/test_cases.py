"""The cases of `cases/`, each on the engine and on the oracle."""

from collections.abc import Callable
from datetime import date

import pytest

from catchment.network.metrics import METRICS
from tests.measures_tools import Bench, ordered
from tests.oracle.measures import measures
from tests.oracle.world import World
from tests.spec.elsewhere import regions
from tests.spec.reading import REGIONS, Case, read_cases, texts

CASES = read_cases()
OF_REGIONS = [case for case in CASES if REGIONS in case.expected]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)


def agrees(case: Case, name: str, rows: list[dict]) -> bool:
    table = case.expected[name]
    return ordered(texts(rows, table.columns)) == ordered(table.rows)


@each_case
def test_engine(case: Case, bench_of: Callable[[date], Bench]) -> None:
    bench = bench_of(case.as_of).run(case.tables, case.measured, case.network)
    assert [name for name in case.measured if not agrees(case, name, bench.rows(name))] == []


@each_case
def test_oracle(case: Case) -> None:
    said = measures(World(case.tables, case.network, case.as_of))
    known = set(said) & set(case.measured)
    assert [name for name in known if not agrees(case, name, said[name])] == []


@pytest.mark.parametrize(
    "case", [case for case in CASES if REGIONS in case.expected], ids=lambda case: case.title
)
def test_regions(case: Case) -> None:
    assert agrees(case, REGIONS, regions(case))


@each_case
def test_a_case_says_what_it_is_about(case: Case) -> None:
    assert case.expected
    assert case.metrics
    assert set(case.metrics) <= {metric.id for metric in METRICS}


def test_titles_are_different_and_no_metrics() -> None:
    """They are headings of one page, beside those of the metrics."""
    titles = [case.title.lower() for case in CASES] + [metric.id for metric in METRICS]
    assert len(set(titles)) == len(titles)
