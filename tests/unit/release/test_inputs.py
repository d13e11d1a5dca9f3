"""The default as-of date, and public enrolment by year."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catchment.disclosure.genders import Enrolled
from catchment.network.errors import BadInput
from catchment.release.build.inputs import enrolled_in, enrolled_row, latest_activity
from catchment.warehouse.store import Batch, Warehouse


def warehouse(folder, *days) -> Warehouse:
    table = pa.table(
        {
            "student_id": [f"s{number}" for number in range(len(days))],
            "lesson_id": ["l1"] * len(days),
            "on": pa.array(days, pa.date32()),
            "attempts": [1] * len(days),
        }
    )
    staged = folder / "staged" / "school_year=2025-26"
    staged.mkdir(parents=True)
    pq.write_table(table, staged / "part.parquet")
    found = Warehouse(folder)
    found.land(
        Batch("0001", "package", "x", date(2026, 1, 1), (), {"activity": len(days)}),
        {"activity": staged.parent},
    )
    return found


def test_the_default_is_the_latest_activity(tmp_path):
    assert latest_activity(warehouse(tmp_path, date(2025, 9, 1), date(2026, 3, 6))) == date(2026, 3, 6)


def test_one_row_with_a_wrong_year_is_not_taken_for_today(tmp_path):
    with pytest.raises(BadInput, match="2062-03-06, over a year after"):
        latest_activity(warehouse(tmp_path, date(2026, 3, 5), date(2062, 3, 6)))


def test_without_activity_the_date_must_be_given(tmp_path):
    with pytest.raises(BadInput, match="give --as-of"):
        latest_activity(Warehouse(tmp_path))


def test_enrolment_is_that_years_or_the_latest_before():
    known = {"a": [("2022-23", Enrolled(100, 50, 50)), ("2024-25", Enrolled(120, None, None))]}
    assert [enrolled_in(known, "a", year) for year in ("2021-22", "2022-23", "2023-24", "2025-26")] == [
        None,
        100,
        100,
        120,
    ]
    assert enrolled_in(known, "b", "2025-26") is None


def test_a_blank_row_of_enrolment_hides_no_count_but_does_hide_a_sex():
    known = {"a": [("2022-23", Enrolled(100, 50, 50)), ("2023-24", Enrolled(None, None, None))]}
    assert enrolled_in(known, "a", "2024-25") == 100
    assert enrolled_row(known, "a", "2024-25") == Enrolled(None, None, None)
    assert enrolled_row(known, "a", "2021-22") is None
