"""The plain tables of the demo: such as programs hand out, and subtraction finds a school's girls in them."""

import pytest

from catchment.demo import plain
from catchment.network import clocks
from catchment.portal.tryout import subtraction
from catchment.portal.tryout.plain import COLUMNS, DISTRICT, EVERYBODY, PARTS, Cell, as_json, read


@pytest.fixture(scope="module")
def tables(demo):
    found = plain.choose(demo.connection, demo.made.as_of)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def truth(demo, tables):
    """Every number of the district, hidden ones too, straight from the demo."""
    first = clocks.first_day(clocks.school_year(demo.made.as_of))
    counted = plain.counted(demo.connection, first, demo.made.as_of)[tables.district_id]
    return {Cell(school["school_id"], column): school[column] for school in counted for column in COLUMNS}


def test_small_numbers_are_hidden_and_nothing_else(tables, truth):
    hidden = {cell for cell in tables.cells() if tables.number(cell) is None}
    assert hidden == {cell for cell, number in truth.items() if 0 < number < plain.LEAST}
    assert all(tables.number(cell) == number for cell, number in truth.items() if cell not in hidden)


def test_totals_are_complete(tables, truth):
    for column in COLUMNS:
        of_schools = sum(number for cell, number in truth.items() if cell.column == column)
        assert tables.number(Cell(DISTRICT, column)) == of_schools
    for school in tables.schools:
        assert truth[Cell(school, EVERYBODY)] == sum(truth[Cell(school, part)] for part in PARTS)


def test_subtraction_finds_a_schools_girls_as_they_are(tables, truth):
    found = subtraction.found(tables)
    girls = [cell for cell in found if cell.column == "female" and cell.place != DISTRICT]
    assert girls
    assert {cell: step.left for cell, step in found.items()} == {cell: truth[cell] for cell in found}


def test_students_are_counted_once(demo, tables):
    """Never more than worked in the year, however many classes a student is in."""
    first = clocks.first_day(clocks.school_year(demo.made.as_of))
    counted = plain.counted(demo.connection, first, demo.made.as_of)
    everybody = sum(school[EVERYBODY] for schools in counted.values() for school in schools)
    active = demo.one(
        f"SELECT count(DISTINCT student_id) FROM activity WHERE attempts > 0 AND \"on\" >= DATE '{first}'"
    )
    assert 0.9 * active < everybody <= active


def test_nobody_is_counted_before_the_year_begins(demo):
    assert plain.choose(demo.connection, clocks.first_day(clocks.school_year(demo.made.as_of))) is None


def test_the_file_holds_no_hidden_number(tables, tmp_path):
    file = tmp_path / "try.json"
    file.write_text(as_json(tables))
    assert read(file) == tables
    assert read(tmp_path / "none.json") is read(None) is None
