"""The bench of other ways of hiding: its sums hold, its methods do what they say, the attacker is right."""

import json

import numpy as np
import pytest

from bench import baselines, bench_baselines, ours, rules
from bench.figures import Figures
from bench.workbook import workbook
from catchment.attack.tables import bounds


@pytest.fixture(scope="module")
def book(truth):
    return workbook(truth)


def in_sums(book, cells):
    """How many of `cells` each sum of the workbook has, its subtotal included."""
    terms = book.equations.terms
    return np.bincount(terms.row, cells[terms.cell], minlength=terms.rows)


def test_every_sum_of_the_workbook_holds(book):
    terms = book.equations.terms
    left = np.bincount(terms.row, terms.sign * book.values[terms.cell], minlength=terms.rows)
    assert (left == 0).all() and len(left) > 500


def test_the_workbook_has_every_student_at_every_level(truth, book):
    students = truth.year.sizes().sum()
    for rows in book.levels:
        assert rows.counts[rows.course < 0, -1].sum() == students
        assert rows.counts[rows.course >= 0, -1].sum() == students


def test_all_three_kinds_of_subtotals_are_there(book):
    _, parts, regions = book.levels
    over_genders = sum(len(rows) for rows in book.levels)
    over_courses = 4 * sum((rows.course < 0).sum() for rows in book.levels)
    over_places = 4 * (len(parts) + len(regions))
    assert len(book.equations) == over_genders + over_courses + over_places


def test_thresholding_hides_what_is_under_ten(book):
    ranges = baselines.thresholded(book)
    hidden = ranges[:, 0] < ranges[:, 1]
    assert (hidden == (book.values < 10)).all()
    assert (ranges[~hidden, 0] == book.values[~hidden]).all() and set(ranges[hidden, 1]) == {9}


def test_rounding_leaves_five_values_around_each_count(book):
    low, high = baselines.rounded(book).T
    assert ((low <= book.values) & (book.values <= high)).all()
    assert set((high - low).tolist()) <= {2, 4} and ((low + 2) % 5 == 0)[low > 0].all()


def test_no_sum_is_left_with_one_hidden_cell(book):
    ranges = baselines.suppressed(book)
    hidden = ranges[:, 0] < ranges[:, 1]
    assert hidden[book.values < 10].all()
    assert (in_sums(book, hidden) != 1).all()
    assert hidden.sum() > (book.values < 10).sum()


def test_one_sum_is_enough_to_undo_plain_thresholding(book):
    """The attacker finds at least what a reader with a pencil finds."""
    ranges = baselines.thresholded(book)
    hidden = ranges[:, 0] < ranges[:, 1]
    terms = book.equations.terms
    alone = in_sums(book, hidden) == 1
    pencil = np.unique(terms.cell[alone[terms.row] & hidden[terms.cell]])
    found = bounds(ranges, book.equations, goal="recovered")
    assert len(pencil) > 100 and found.recovered[pencil].all()
    assert (found.low[found.recovered] == book.values[found.recovered]).all()


def test_what_catchment_publishes_is_in_line_with_the_truth(truth):
    made = rules.decided(truth, 10)
    book = ours.published(truth.country, made, 10)
    found = bounds(book.ranges, book.system())
    assert len(book.withheld) > 50 and not found.recovered[book.withheld].any()
    flags = [cell.key for cell in made.cells if cell.students is None]
    assert len(flags) < len(book.withheld)


def test_a_flag_beside_a_total_of_all_students_would_be_found():
    """The model of our tables can fail: a school whose `all` row counted everybody is seen through."""
    book = ours.Published()
    flag, shown = book.cell(1, 9), book.cell(20, 20)
    book.equations.append((book.cell(24, 24), [shown, flag]))
    assert bounds(book.ranges, book.system()).recovered[flag]


def test_the_bench_runs_and_keeps_what_it_prints(truth, tmp_path, capsys):
    options = bench_baselines.options_of(
        ["--only", "plain thresholding", "--only", "complementary suppression", "--only", "Catchment"]
    )
    figures = Figures("baselines")
    bench_baselines.measure(truth, options, figures)
    said = json.loads(figures.write(tmp_path).read_text("utf-8"))
    assert said["plain thresholding"]["recovered_share"] > 0.3
    assert said["Catchment"]["recovered"] == 0 < said["Catchment"]["hidden"]
    assert "Catchment: 7" in capsys.readouterr().out


def test_a_false_alarm_fails_the_bench():
    with pytest.raises(SystemExit, match="sure of 1 values"):
        bench_baselines._confirm(np.array([3, 4]), np.array([3, 5]), "a method")
