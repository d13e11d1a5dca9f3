"""A table as a workbook: beside the rows stands what its columns mean, in the words of the release."""

import csv
import io
import zipfile

import pyarrow as pa

from catchment.release.reader import Releases
from catchment.reports import exports
from tests import release_tools as tools
from tests.egress.reading import of_xlsx


def test_a_workbook_says_what_its_columns_mean(tmp_path):
    made = tools.make_release(tmp_path, tools.inputs(roster=[tools.roster_row("p1", "one")]))
    reader, stream = Releases(tmp_path).partner("p1", made.name), io.BytesIO()
    exports.write_table(reader, "cohorts", reader.arrow("cohorts"), "xlsx", stream)
    rows, about, meanings = of_xlsx(stream.getvalue())
    said = {line[0]: dict(zip(meanings[0], line, strict=False)) for line in meanings[1:]}
    assert set(said) == set(rows[0]) - {"partner_id", "training_year", "course_id", "school_year"}
    soon = said["started_365"]
    assert (soon["metric"], soon["version"], soon["unit"]) == ("implementation_365", "1", "share")
    assert soon["definition"].startswith("Of the trained teachers who share their data,")
    assert about[3] == ["table", "cohorts"]


def test_the_exported_registry_says_where_each_metric_stands(tmp_path):
    made = tools.make_release(tmp_path, tools.inputs())
    rows = {row["id"]: row for row in Releases(tmp_path).public(made.name).arrow("metrics").to_pylist()}
    assert rows["days_to_start"]["columns"] == "roster.days_to_start"
    assert rows["participating_student"]["columns"] == ""


def test_an_exported_name_starts_no_formula(tmp_path):
    made = tools.make_release(tmp_path, tools.inputs())
    table = pa.table(
        {"name": ["=1+1", "@x", "Ada", None], "moved": [-5, 1, None, -7], "code": ["-5", "-", "", "a"]}
    )
    stream = io.BytesIO()
    exports.write_table(Releases(tmp_path).public(made.name), "planted", table, "csv", stream)
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode())))
    assert rows[1:] == [["'=1+1", "-5", "-5"], ["'@x", "1", "-"], ["Ada", "", ""], ["", "-7", "a"]]


def test_a_workbook_keeps_a_name_that_looks_like_a_formula_as_text(tmp_path):
    made = tools.make_release(tmp_path, tools.inputs())
    stream = io.BytesIO()
    reader = Releases(tmp_path).public(made.name)
    exports.write_table(reader, "planted", pa.table({"name": ["=1+1"]}), "xlsx", stream)
    with zipfile.ZipFile(stream) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert of_xlsx(stream.getvalue())[0][1] == ["=1+1"]
