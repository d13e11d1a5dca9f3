"""The public school data that comes with Catchment, whole, through the door."""

import pytest

from catchment.demo import nces_files
from catchment.sources.nces import import_nces
from tests.unit.sources_nces import cutouts


def counted(report):
    return (
        sum(count.rows_in for count in report.tables),
        sum(count.landed for count in report.tables),
        report.quarantined,
    )


def test_the_three_states_of_the_demo(tmp_path):
    report = import_nces(nces_files.default_files(), tmp_path)
    assert counted(report) == (42_801, 42_801, 0)
    schools = cutouts.table(tmp_path, "schools")
    assert len(schools) == 10_349 + 4_248 + 3_487
    assert {row["state"] for row in schools} == {"CA", "FL", "MI"}
    enrolled = cutouts.table(tmp_path, "school_enrollment")
    assert {row["school_year"] for row in enrolled} == {nces_files.SCHOOL_YEAR}
    assert sum(row["students"] or 0 for row in enrolled) > 9_000_000
    placed = sum(row["latitude"] is not None for row in schools)
    assert placed / len(schools) > 0.85


@pytest.mark.slow
def test_all_states(tmp_path):
    report = import_nces(nces_files.national_files(), tmp_path)
    rows_in, landed, quarantined = counted(report)
    assert (rows_in, quarantined) == (landed, 0)
    assert rows_in == 18_084 + 3_078 + 102_587 + 19_840 + 101_688
    assert len({row["state"] for row in cutouts.table(tmp_path, "schools")}) == 55
