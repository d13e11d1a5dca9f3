"""The bench of twelve months: what it compares, and a tiny demo that goes through a census and a closing."""

import json
from datetime import date

import pyarrow as pa
import pytest

from bench import bench_year
from bench.figures import Figures


def schools(*rows):
    names = ("geo_id", "course_id", "students", "female_code")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])


def truth(*rows):
    return pa.Table.from_pylist(
        [dict(zip(("school_id", "course_id", "students"), row, strict=True)) for row in rows]
    )


def test_what_is_published_is_held_against_the_truth_of_the_day():
    rows = schools(
        ("one", "all", 30, "exact"), ("one", "csp", 30, None), ("one", "csd", None, None),
        ("two", "all", 12, "few"), ("two", "csp", 12, None), ("two", "hoc", 44, None),
    )  # fmt: skip
    found = bench_year.compared(
        rows, truth(("one", "csp", 33), ("one", "csd", 4), ("two", "csp", 12), ("three", "csp", 1))
    )
    assert (found["groups"], found["groups_shown"], found["groups_as_today"]) == (4, 2, 1)
    assert (found["students"], found["students_shown"]) == (50, 42)
    assert found["gender"] == {"exact": 1, "low": 0, "high": 0, "few": 1}


def test_a_year_that_has_not_begun_has_no_shares():
    empty = schools(("one", "all", 0, None)), truth(("one", "csp", 1)).slice(0, 0)
    step = {
        "as_of": "2024-07-31",
        "withstood": True,
        "attacking": {"seconds": 1.0},
        **bench_year.compared(*empty),
    }
    assert "0.0 % of 0 groups" in bench_year._in_words(step)


@pytest.mark.slow
def test_a_tiny_demo_goes_through_its_census_and_its_closing(tmp_path, capsys):
    bench_year.make(tmp_path, ["MI"], 60)
    figures = Figures("year")
    bench_year.measure(tmp_path, [date(2025, 1, 31), date(2025, 2, 28), date(2025, 6, 30)], figures)
    steps = json.loads(figures.write(tmp_path / "results").read_text("utf-8"))["steps"]
    assert [sum(step["gender"].values()) > 0 for step in steps] == [False, True, True]
    assert "3 of 3 releases withstood the attack" in capsys.readouterr().out
