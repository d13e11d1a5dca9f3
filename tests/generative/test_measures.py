"""On random small networks engine and oracle say the same of every measure; some changes change nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from catchment.network.settings import Network
from tests.generative.changing import IDS, renamed, smallest, with_looks, with_repeats
from tests.measures_tools import Bench, ordered
from tests.oracle.backdrop import SETTINGS
from tests.oracle.measures import measures
from tests.oracle.mixed_rules import MIXED
from tests.oracle.random_network import random_network
from tests.oracle.world import World

Row = dict
Tables = dict[str, list[Row]]
BenchOf = Callable[[date], Bench]
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A smaller seed makes no smaller network: `smallest` takes rows away instead."""
DAYS = (date(2025, 11, 20), date(2026, 3, 16), date(2026, 6, 20))
EVERY = tuple(measures(World({}, SETTINGS, DAYS[0])))
"""The measures that the oracle knows."""

SEEDS, SIZES, WHEN = st.integers(0, 2**32), st.integers(1, 4), st.sampled_from(DAYS)


def quick_and_slow(quick: int, slow: int) -> Callable:
    """Few networks with the quick tests, many with the slow ones."""

    def twice(law: Callable) -> Callable:
        drawn = given(seed=SEEDS, groups=SIZES, as_of=WHEN)

        @pytest.mark.parametrize("examples", [quick, pytest.param(slow, marks=pytest.mark.slow)])
        def test(bench_of: BenchOf, examples: int) -> None:
            @settings(max_examples=examples, phases=UNSHRUNK)
            @drawn
            def holds(seed: int, groups: int, as_of: date) -> None:
                law(bench_of(as_of), random_network(seed, groups), seed)

            holds()

        test.__doc__ = law.__doc__
        return test

    return twice


def said(
    bench: Bench, tables: Tables, wanted: Iterable[str] = EVERY, network: Network = SETTINGS
) -> dict[str, list[Row]]:
    wanted = list(wanted)
    bench.run(tables, wanted, network)
    return {name: ordered(bench.rows(name)) for name in wanted}


def disagree(bench: Bench, tables: Tables, network: Network) -> list[str]:
    told = {name: ordered(rows) for name, rows in measures(World(tables, network, bench.as_of)).items()}
    found = said(bench, tables, told, network)
    return [name for name in told if told[name] != found[name]]


@quick_and_slow(8, 150)
def test_engine_and_oracle_agree(bench: Bench, tables: Tables, seed: int) -> None:
    network = MIXED if seed % 3 == 0 else SETTINGS
    if names := disagree(bench, tables, network):
        rows = smallest(tables, lambda fewer: names[0] in disagree(bench, fewer, network))
        pytest.fail(f"{names} differ, as of {bench.as_of}; {names[0]} already of {rows}")


@quick_and_slow(2, 30)
def test_totals_are_sums_of_atoms(bench: Bench, tables: Tables, _seed: int) -> None:
    """No student is in two atoms of a year, and every way of breaking an atom down adds up to it."""
    found = said(bench, tables, ("students_of_atoms", "atoms", "composition_cells", "participation"))
    students = Counter(
        (row["student_id"], row["school_year"], row["kind"]) for row in found["students_of_atoms"]
    )
    assert set(students.values()) <= {1}
    assert sum(row["students"] for row in found["atoms"]) == students.total()
    for row in found["atoms"]:
        genders = ("female", "male", "nonbinary", "another", "not_reported")
        assert row["students"] == sum(row[name] for name in genders)
        assert row["students"] == row["urg"] + row["not_urg"] + row["race_not_reported"]
    atoms = {_atom(row): row["students"] for row in found["atoms"] if row["kind"] == "course"}
    families: dict[str, Counter] = {}
    for row in found["composition_cells"]:
        families.setdefault(row["family"], Counter())[_atom(row)] += row["students"]
    assert all(total == atoms for total in families.values())
    assert {_atom(row): row["students"] for row in found["participation"]} == atoms


def _atom(row: Row) -> tuple[str, str, str]:
    return row["school_id"], row["school_year"], row["course_id"]


@quick_and_slow(2, 30)
def test_looking_at_a_lesson_changes_nothing(bench: Bench, tables: Tables, seed: int) -> None:
    assert said(bench, with_looks(tables, Random(seed))) == said(bench, tables)


@quick_and_slow(2, 30)
def test_the_order_of_rows_changes_nothing(bench: Bench, tables: Tables, seed: int) -> None:
    shuffled = {name: Random(seed).sample(rows, len(rows)) for name, rows in tables.items()}
    assert said(bench, shuffled) == said(bench, tables)


@quick_and_slow(2, 30)
def test_the_same_work_told_twice_changes_nothing(bench: Bench, tables: Tables, seed: int) -> None:
    assert said(bench, with_repeats(tables, Random(seed))) == said(bench, tables)


@quick_and_slow(2, 30)
def test_names_of_ids_change_nothing_else(bench: Bench, tables: Tables, _seed: int) -> None:
    """Ids that sort as before, because ties are broken by id."""
    others, back = renamed(tables)
    found = said(bench, others)
    for rows in found.values():
        for row in rows:
            row.update(
                {name: back[kind].get(row[name], row[name]) for name, kind in IDS.items() if name in row}
            )
    assert {name: ordered(rows) for name, rows in found.items()} == said(bench, tables)


@pytest.mark.parametrize("examples", [2, pytest.param(30, marks=pytest.mark.slow)])
def test_a_later_day_takes_no_start_back(bench_of: BenchOf, examples: int) -> None:
    """An account that becomes known later can bring older work; so a date may become earlier, never later."""
    dated = {
        "teacher_started": "started_on",
        "section_active": "active_on",
        "teacher_completed": "completed_on",
    }

    @settings(max_examples=examples, phases=UNSHRUNK)
    @given(seed=SEEDS)
    def holds(seed: int) -> None:
        tables = random_network(seed)
        early, late = (said(bench_of(day), tables, dated) for day in (DAYS[0], DAYS[2]))
        for name, day in dated.items():
            then = {_key(row): row[day] for row in late[name]}
            assert all(then[_key(row)] <= row[day] for row in early[name])

    holds()


def _key(row: Row) -> tuple:
    return row["person_id"], row.get("section_id"), row["course_id"], row["school_year"]
