"""A build after a change equals a build from nothing, and computes only what the change touched."""

import multiprocessing
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from catchment.measures import compute, steps
from catchment.measures.compute import compute as compute_whole
from tests.incremental import changes
from tests.incremental.network import AS_OF, OnDisk, Remembering
from tests.oracle.random_network import random_network

SEED = 5
SLOW = pytest.mark.slow
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
THIS, LAST = "2025-26", "2024-25"
QUICK = (changes.late_work, changes.other_membership, changes.erased)


@pytest.fixture(scope="module")
def measured_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    network = OnDisk(tmp_path_factory.mktemp("measured") / "network")
    network.land(random_network(SEED))
    network.measured()
    return network.folder


@pytest.fixture
def network(measured_once: Path, tmp_path: Path) -> OnDisk:
    """A network with the parts of a build."""
    shutil.copytree(measured_once, tmp_path / "network", copy_function=shutil.copy2)
    return OnDisk(tmp_path / "network", landed=1)


def whole(network: OnDisk) -> dict[str, pa.Table]:
    """Every stored measure without any part: not by year, but all years at once."""
    names = [step.name for step in steps.steps(network.as_of) if step.stored]
    with (
        network.warehouse.staging() as scratch,
        Remembering(scratch, memory_limit="1GB", threads=1) as engine,
    ):
        compute_whole(engine, network.warehouse, network.network, network.as_of)
        return {name: engine.arrow(name) for name in names}


def same(network: OnDisk, found: dict[str, pa.Table]) -> None:
    expected = whole(network)
    differing = [name for name in expected if found[name] != expected[name]]
    assert not differing


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(change, id=change.__name__, marks=[] if change in QUICK else [SLOW])
        for change in changes.CHANGES
    ],
)
def test_after_a_change_all_measures_are_those_of_a_build_from_nothing(
    network: OnDisk, change: Callable[[OnDisk, Random], None]
) -> None:
    change(network, Random(1))
    same(network, network.measured())
    network.measured()
    assert not network.store.computed, "a build of what did not change computes no part"


@pytest.mark.slow
@settings(max_examples=25, phases=UNSHRUNK, deadline=None)
@given(seed=st.integers(0, 2**32), story=st.lists(st.sampled_from(changes.CHANGES), min_size=2, max_size=5))
def test_after_any_story_too(
    tmp_path_factory: pytest.TempPathFactory, seed: int, story: list[Callable[[OnDisk, Random], None]]
) -> None:
    network = OnDisk(tmp_path_factory.mktemp("story") / "network")
    network.land(random_network(seed))
    network.measured()
    for number, change in enumerate(story):
        change(network, Random(seed + number))
        same(network, network.measured())


def test_what_is_new_this_week_leaves_old_years_alone(network: OnDisk) -> None:
    for change in (changes.new_work, changes.new_membership):
        change(network, Random(2))
        network.measured()
        assert network.store.years == {THIS}, change.__name__


def test_a_later_day_alone_leaves_old_years_alone(network: OnDisk) -> None:
    network.as_of = AS_OF.replace(day=20)
    network.measured()
    assert network.store.years == {THIS}


def test_a_late_row_of_an_old_year_leaves_this_one_alone_where_it_changes_nothing_there(
    network: OnDisk,
) -> None:
    changes.late_work(network, Random(3))
    network.measured()
    heavy = {year for step, year in network.store.computed if step in ("student_days", "lessons_reached")}
    assert heavy == {LAST}


def test_a_statement_that_changed_is_run_and_those_that_read_it(
    network: OnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = compute.steps

    def changed(as_of: object) -> list[steps.Step]:
        def no_hours(step: steps.Step, tables: steps.Step) -> object:
            rows = step.build(tables)
            return rows.filter(rows.kind == "course")

        found = usual(as_of)
        place = next(n for n, step in enumerate(found) if step.name == "placed_students")
        found[place] = replace(found[place], build=partial(no_hours, found[place]))
        return found

    monkeypatch.setattr(compute, "steps", changed)
    same(network, network.measured())
    touched = {step for step, _ in network.store.computed}
    assert "placed_students" in touched
    assert "student_courses" not in touched


def test_an_erased_student_is_in_no_part(network: OnDisk) -> None:
    student = changes._students(network)[0]
    assert network.named_in_parts(student)
    network.erase("student_id", student, *changes.EVERYBODY)
    network.measured()
    assert not network.named_in_parts(student)


@pytest.mark.parametrize(
    "size", ["as long", *(pytest.param(size, marks=SLOW) for size in ("gone", "shorter"))]
)
def test_a_damaged_part_is_computed_anew(network: OnDisk, size: str) -> None:
    for file in network.parts():
        kept = file.read_bytes()
        file.unlink()
        if size != "gone":
            broken = kept[:-9] if size == "shorter" else kept[:8] + b"?" * 8 + kept[16:]
            file.write_bytes(broken)
    same(network, network.measured())
    same(network, network.measured())
    assert not network.store.computed


@pytest.mark.slow
def test_a_note_that_is_no_note_is_none(network: OnDisk) -> None:
    for file in network.parts():
        file.with_suffix(".json").write_text("[]")
    same(network, network.measured())
    assert network.store.computed


@pytest.mark.slow
def test_fresh_looks_at_no_part_and_keeps_no_other(network: OnDisk) -> None:
    before = network.parts()
    network.measured(fresh=True)
    assert len(network.store.computed) == len(before)
    assert network.parts() == before


def test_parts_of_no_use_are_removed(network: OnDisk) -> None:
    left = network.parts()[0].with_name("2020-21-0123456789abcdef.parquet.new")
    left.write_bytes(b"of a build that was killed")
    before = set(network.parts())
    changes.new_work(network, Random(4))
    network.measured()
    after = set(network.parts())
    assert not left.exists()
    assert before - after and after - before
    assert {file.parent.name for file in before - after} == {file.parent.name for file in after - before}


def die_after(folder: Path, parts: int) -> None:
    """A build that is killed while it writes a part."""
    network, written = OnDisk(folder), []
    usual = Remembering.write_year

    def write_year(self: Remembering, year: str, query: str, file: Path) -> tuple[int, str]:
        written.append(file)
        if len(written) > parts:
            file.write_bytes(b"half a file")
            os._exit(9)
        return usual(self, year, query, file)

    Remembering.write_year = write_year
    network.measured()


@pytest.mark.parametrize("parts", [5, pytest.param(0, marks=SLOW)])
def test_after_a_killed_build_the_next_one_is_right(network: OnDisk, parts: int) -> None:
    changes.new_work(network, Random(6))
    killed = multiprocessing.get_context("spawn").Process(target=die_after, args=(network.folder, parts))
    killed.start()
    killed.join()
    assert killed.exitcode == 9
    same(network, network.measured())
    assert not list((network.folder / "warehouse").rglob("*.new"))
