"""A page's tables as files: the same words, real numbers only where nothing is left out, no formulas."""

import csv
import io

import pytest

from catchment.release.reader import Releases
from catchment.reports import sheets
from catchment.reports.sheets import Sheet
from catchment.words import withheld
from tests import portal_release
from tests.egress import reading

SHEET = Sheet(
    "People: [all]",
    ("Name", "Students"),
    (
        ("=1+1", withheld.total(64, 0)),
        ("-A", withheld.total(1234, 2)),
        ("B", withheld.students(None, "small", 0, 10)),
        ("C", 500),
    ),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sheets")
    portal_release.write(folder, demo=True)
    return Releases(folder).public()


def test_a_workbook_has_numbers_where_nothing_is_left_out(reader):
    content = sheets.write(reader, [SHEET, SHEET], "xlsx", "https://example.org/privacy/")
    first, second, about = reading.of_xlsx(content)
    assert first == second
    assert [row[1] for row in first[1:]] == [
        "64",
        "1,234 (2 small groups are left out)",
        "fewer than 10",
        "500",
    ]
    assert first[1][0] == "=1+1"
    assert ["release", reader.release_id] in about
    assert about[-1] == ["data", "demo: people and figures are invented"]


def test_a_csv_starts_no_formula(reader):
    text = sheets.write(reader, [SHEET], "csv", "why").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Name", "Students"]
    assert [row[0] for row in rows[1:5]] == ["'=1+1", "'-A", "B", "C"]
    assert rows[2][1] == "1,234 (2 small groups are left out)"
    assert ["why some values are words or estimates", "why"] in rows
