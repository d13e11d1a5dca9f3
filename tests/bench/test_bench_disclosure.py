"""The bench of disclosure measures what it says: sums, errors, coverage, shares shown."""

import json

import numpy as np
import pytest

from bench import bench_disclosure, composition, rules
from bench.figures import Figures
from catchment.demo.curriculum import COURSES
from catchment.network.categories import COMPOSITION, GENDERS


@pytest.fixture(scope="module")
def made(truth):
    return rules.decided(truth, 10)


@pytest.fixture(scope="module")
def cells(truth, made):
    return composition.true_cells(truth.year, truth.country.schools.places.school_ids, made, truth.day)


def test_gender_rows_count_the_students_of_the_shown_groups(truth, made):
    year = truth.year
    shown = {cell.key for cell in made.cells if cell.students is not None}
    school = next(iter(made.genders))
    atoms = [number for number, key in enumerate(truth.keys) if key in shown and key.school_id == school]
    genders = year.gender[np.isin(year.atom, atoms)]
    assert made.genders[school].base == (genders != GENDERS.index("not_reported")).sum()
    row = made.genders[school]
    assert row.female in (None, (genders == GENDERS.index("female")).sum())


def test_counts_of_a_school_year_add_up_at_every_level(made):
    shown = sum(cell.students or 0 for cell in made.cells)
    for level, totals in made.sums.items():
        here = sum(total.students for total in totals if total.course_id == "all")
        assert here == shown or (level == "district" and here < shown)


def test_every_student_is_in_one_cell_of_each_table(truth, cells):
    assert all(table.sum() == truth.year.sizes().sum() for table in cells.values())


@pytest.mark.parametrize("level", composition.LEVELS)
@pytest.mark.parametrize("family", COMPOSITION)
def test_a_level_adds_up_the_units_inside_it(cells, made, family, level):
    units = composition.units_of(family, made).units
    here = composition.level(units, level)
    inside = [number for number, unit in enumerate(units) if composition.place(unit, level)]
    # each unit counts for its course and for all courses
    assert here.summed(cells[family]).sum() == 2 * cells[family][inside].sum()
    assert here.units.sum() == 2 * len(inside)
    if level == "nation":
        courses = len([course for course in COURSES if course.kind == "course"])
        assert len(here.units) == courses + 1


def test_no_noise_is_no_error_and_constant_noise_is_one(cells, made):
    here = composition.level(made.units.units, "state")
    table = cells["gender"]
    exact = composition.errors(table, table, here, "gender", 0.5)
    assert (exact.error, exact.covered, exact.share_error) == (0, 1, 0)
    off = composition.errors(table, table + 3, here, "gender", 0.5)
    assert off.error == pytest.approx(3 * here.units.mean())
    far = composition.errors(table, table + 1000, here, "gender", 0.5)
    assert far.covered == 0


def test_what_is_drawn_is_within_its_margin_about_as_often_as_it_says(cells, made):
    found = composition.all_errors(cells, made, 0.5)["gender"]["state"]
    assert 0.9 < found.covered < 1


def test_a_larger_n_shows_less(truth):
    few, many = bench_disclosure.shown_at(truth, 5), bench_disclosure.shown_at(truth, 20)
    assert many["groups"] < few["groups"] < 1
    assert many["students"] < few["students"] < 1
    codes = few["gender_exact"] + few["gender_coded"] + few["gender_few"]
    assert codes == pytest.approx(1)


def test_the_bench_runs_and_keeps_what_it_prints(truth, tmp_path, capsys):
    options = bench_disclosure.options_of(
        ["--rounds", "1", "--draws", "1", "--only", "time", "--only", "shown", "--only", "estimates"]
    )
    figures = Figures("disclosure")
    bench_disclosure.measure(truth, options, figures)
    said = json.loads(figures.write(tmp_path).read_text("utf-8"))
    assert said["network"]["groups"] == len(truth.atoms)
    assert said["seconds"]["all"]["seconds"] > 0
    assert set(said["shown"]) == {"n=5", "n=10", "n=20"}
    assert set(said["estimates"]) == {"epsilon=0.25", "epsilon=0.5", "epsilon=1.0"}
    assert len(said["machine"]["load"]) == 2
    assert "epsilon 0.5, race, nation: 12 rows" in capsys.readouterr().out


@pytest.mark.slow
def test_growth_is_measured_against_the_same_rules(truth, tmp_path, capsys):
    options = bench_disclosure.options_of(["--rounds", "1", "--scale", "0.02", "--only", "growth"])
    bench_disclosure.measure(truth, options, Figures("disclosure"))
    assert "times the groups" in capsys.readouterr().out
