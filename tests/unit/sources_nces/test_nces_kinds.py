"""Which file is which, and what is said of one that is none of them."""

import gzip

import pytest

from catchment.network.errors import BadInput
from catchment.sources.nces import import_nces
from catchment.sources.nces.kinds import recognise
from catchment.warehouse.store import Warehouse
from tests.unit.sources_nces import cutouts


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (cutouts.SEARCH_HEADER.split(","), "school_search"),
        (cutouts.SEARCH_HEADER.replace("*", "").split(","), "school_search"),
        (cutouts.DISTRICT_HEADER.split(","), "district_search"),
        (list(cutouts.EDGE_2014), "edge_school"),
        (list(cutouts.EDGE_2018), "edge_school"),
        (
            ["NCESSCH", "NAME", "OPSTFIPS", "LSTREE", "LCITY", "LSTATE", "LZIP", "LAT1516", "LON1516"],
            "edge_school",
        ),
        (list(cutouts.EDGE_LEA), "edge_lea"),
        (list(cutouts.CCD), "ccd_directory"),
        (
            ["SCHOOL_YEAR", "ST", "SCH_NAME", "LEA_NAME", "LEAID", "NCESSCH", "SY_STATUS_TEXT"],
            "ccd_directory",
        ),
    ],
)
def test_a_kind_is_known_by_its_columns(headers, kind):
    assert recognise(headers).id == kind


@pytest.mark.parametrize(
    "headers", [["school_id", "name", "state"], ["LEAID", "NAME", "STATE"], [], ["", ""]]
)
def test_other_columns_are_no_kind(headers):
    assert recognise(headers) is None


def written(path, content):
    path.write_bytes(content)
    return path


REFUSED = {
    "unknown columns": (b"teacher,course\n1,csp\n", "its columns are: teacher, course"),
    "unknown page": (
        b"<html><body><table><tr><td>Nothing</td></tr></table></body></html>",
        "its columns are: Nothing",
    ),
    "nothing": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "gzip cut off": (gzip.compress(cutouts.SEARCH_HEADER.encode() * 50)[:60], "damaged or cut off"),
    "parquet cut off": (b"PAR1" + bytes(100), "damaged or cut off"),
    "workbook": (b"PK\x03\x04" + bytes(30), "is an Excel workbook"),
    "old workbook": (b"\xd0\xcf\x11\xe0" + bytes(30), "is an Excel workbook"),
    "one long line": (b"x" * 300_000, "not an NCES file of a known kind"),
    "unclosed quote": (
        cutouts.SEARCH_HEADER.encode() + b'\n120009000067,"' + b"x" * 200_000,
        "line 2: not readable as a table",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_none_is_refused_in_one_sentence_and_nothing_lands(tmp_path, case):
    content, sentence = REFUSED[case]
    files = [cutouts.search(tmp_path), written(tmp_path / "given.csv", content)]
    with pytest.raises(BadInput, match=sentence) as refusal:
        import_nces(files, tmp_path / "network")
    assert str(tmp_path / "given.csv") in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert Warehouse(tmp_path / "network").batches() == []


def test_unknown_parquet_columns_are_named(tmp_path):
    file = cutouts.parquet(tmp_path, "a.parquet", {"teacher": 1})
    with pytest.raises(BadInput, match="its columns are: teacher"):
        import_nces([file], tmp_path / "network")


def test_missing_paths_and_folders_without_tables_are_refused(tmp_path):
    with pytest.raises(BadInput, match="no such file or folder"):
        import_nces([tmp_path / "absent.csv"], tmp_path / "network")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "SOURCE.md").write_text("notes")
    with pytest.raises(BadInput, match="no CSV, HTML or Parquet file"):
        import_nces([tmp_path / "folder"], tmp_path / "network")


def test_a_folder_is_read_with_its_folders_and_a_file_named_twice_once(tmp_path):
    (tmp_path / "in" / "deeper").mkdir(parents=True)
    (tmp_path / "in" / "SOURCE.md").write_text("notes")
    file = cutouts.search(tmp_path / "in" / "deeper")
    cutouts.parquet(tmp_path / "in", "edge.parquet", cutouts.EDGE_2014)
    report = import_nces([tmp_path / "in", file], tmp_path / "network")
    assert sorted((count.table, count.rows_in) for count in report.tables) == [
        ("edge.parquet (EDGE school geocodes)", 1),
        ("search.csv (school search)", 4),
    ]


def test_the_name_of_a_file_says_nothing(tmp_path):
    page = cutouts.page(tmp_path, *cutouts.SCHOOLS, name="download.xls")
    report = import_nces([page], tmp_path / "network")
    assert report.tables[0].table == "download.xls (school search)"
    assert report.tables[0].landed == 4
