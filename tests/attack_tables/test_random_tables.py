"""Files with random true numbers, small ones hidden, against every world that fits them."""

import tempfile
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catchment.attack.tables.additive import additive
from catchment.attack.tables.deduction import Deductions
from catchment.attack.tables.hierarchy import read_hierarchy
from catchment.attack.tables.reading import read_folder
from tests.attack_tables.tools import SCHOOLS, attacked, worlds

LEAST = 5
PLACES, GENDERS = ("Lincoln", "Adams", "Grant", "Oak"), ("female", "male", "all")
CODES = {"few": (1, LEAST - 1), "none or few": (0, LEAST - 1), "secret": (0, 9)}
HIERARCHY = SCHOOLS.replace(
    "[parents]",
    "\n".join(f'"{code}" = [{low}, {high}]' for code, (low, high) in CODES.items()) + "\n[parents]",
)


@st.composite
def published(draw):
    """What is published of twelve cells: the number, or a code that allows it."""
    truth = np.zeros((4, 3), dtype=int)
    truth[:3, :2] = draw(
        st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=3, max_size=3)
    )
    truth[3] = truth.sum(axis=0)
    truth[:, 2] = truth.sum(axis=1)
    found = {}
    for (row, place), (column, gender) in product(enumerate(PLACES), enumerate(GENDERS)):
        value = int(truth[row, column])
        codes = [code for code, (low, high) in CODES.items() if low <= value <= high]
        hide = bool(codes) and draw(st.booleans())
        found[place, gender] = draw(st.sampled_from(codes)) if hide else str(value)
    return found


def as_csv(numbers):
    rows = "".join(f"{place},{gender},{text}\n" for (place, gender), text in numbers.items())
    return "place,gender,students\n" + rows


def all_worlds(numbers):
    """The cells in order, and every world."""
    cells = list(numbers)
    within = [((place, "all"), [(place, gender) for gender in GENDERS[:2]]) for place in PLACES]
    across = [(("Oak", gender), [(place, gender) for place in PLACES[:3]]) for gender in GENDERS]
    sums = [(cells.index(total), [cells.index(part) for part in parts]) for total, parts in within + across]
    spans = [CODES.get(text) or (int(text), int(text)) for text in numbers.values()]
    assume(np.prod([high - low + 1 for low, high in spans]) <= 100_000)
    return cells, worlds(spans, sums)


@settings(max_examples=120)
@given(published())
def test_the_report_says_what_all_worlds_say(numbers):
    cells, every = all_worlds(numbers)
    with tempfile.TemporaryDirectory() as folder:
        found = attacked(Path(folder), HIERARCHY, schools=as_csv(numbers))
    assert {line.cell for line in found.lines} == {cell for cell in cells if numbers[cell] in CODES}
    for line in found.lines:
        values = every[:, cells.index(line.cell)]
        assert (line.least, line.most) == (values.min(), values.max())
        assert line.recovered == (values.min() == values.max())
        assert line.zero == (line.recovered and values[0] == 0)
        assert bool(line.deduction) == line.recovered


def tables_of(numbers):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "h.toml").write_text(HIERARCHY)
        (folder / "t").mkdir()
        (folder / "t" / "schools.csv").write_text(as_csv(numbers))
        hierarchy = read_hierarchy(folder / "h.toml")
        return additive(read_folder(folder / "t", hierarchy), hierarchy)


@settings(max_examples=60)
@given(published())
def test_a_deduction_is_enough_and_none_of_its_sums_is_idle(numbers):
    cells, every = all_worlds(numbers)
    tables = tables_of(numbers)
    assert tables.cells == cells
    deductions = Deductions(tables)
    for cell, (low, high) in enumerate(tables.ranges):
        if low < high and every[:, cell].min() == every[:, cell].max():
            found = deductions.of(cell, int(every[0, cell]))
            assert settled_by(tables, found.rows, cell)
            assert not any(
                settled_by(tables, [row for row in found.rows if row != idle], cell) for idle in found.rows
            )
            if len(found.rows) == 2:
                assert not any(settled_by(tables, [row], cell) for row in range(len(tables.sums)))


def settled_by(tables, rows, cell):
    spans = [(int(low), int(high)) for low, high in tables.ranges]
    values = worlds(spans, [tables.sums[row] for row in rows])[:, cell]
    return values.min() == values.max()


@settings(max_examples=40)
@given(published(), st.permutations(PLACES))
def test_the_order_of_files_and_rows_does_not_matter(numbers, order):
    all_worlds(numbers)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        whole = attacked(Path(one), HIERARCHY, schools=as_csv(numbers))
        files = {
            f"f{at}": as_csv({cell: text for cell, text in numbers.items() if cell[0] == place})
            for at, place in enumerate(order)
        }
        split = attacked(Path(other), HIERARCHY, **files)
    assert {line.cell: (line.least, line.most) for line in whole.lines} == {
        line.cell: (line.least, line.most) for line in split.lines
    }


def test_plain_thresholds_that_hide_one_cell_hide_nothing():
    """The tables that programs hand out: whatever subtraction gives is found, in every cell it gives."""
    for hidden in product(PLACES[:3], GENDERS):
        numbers = {(place, gender): "20" for place in PLACES[:3] for gender in GENDERS[:2]}
        numbers |= {(place, "all"): "40" for place in PLACES[:3]}
        numbers |= {("Oak", "female"): "60", ("Oak", "male"): "60", ("Oak", "all"): "120"}
        numbers[hidden] = "*"
        with tempfile.TemporaryDirectory() as folder:
            found = attacked(Path(folder), HIERARCHY, schools=as_csv(numbers))
        assert [line.cell for line in found.recovered] == [hidden]
        assert found.recovered[0].least == pytest.approx(40 if hidden[1] == "all" else 20)
