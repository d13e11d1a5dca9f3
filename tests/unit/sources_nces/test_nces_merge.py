"""Several files, one school: the newest fact counts, in whatever order they came."""

from itertools import permutations
from pathlib import Path

import duckdb
import pytest

from catchment.network import contract
from catchment.network.errors import BadInput
from catchment.sources.nces import import_nces
from catchment.warehouse.batch import Batch
from catchment.warehouse.sql import TYPES
from catchment.warehouse.store import Warehouse
from tests.unit.sources_nces import cutouts
from tests.unit.sources_nces.cutouts import EMPTY, FUTURE, MOSLEY, without

TABLES = ("schools", "districts", "school_enrollment")


def tables(network):
    return {name: cutouts.table(network, name) for name in TABLES}


@pytest.fixture
def files(tmp_path):
    """Six files that speak of some of the same schools, of different years."""
    folder = tmp_path / "files"
    folder.mkdir()
    newer = without(MOSLEY, "1901.00000", "1950.00000")
    return [
        cutouts.search(folder, MOSLEY, FUTURE, EMPTY),
        cutouts.lines(
            folder, "undated.csv", cutouts.SEARCH_HEADER, without(newer, "501 MOSLEY", "999 MOSLEY")
        ),
        cutouts.parquet(
            folder, "e14.parquet", cutouts.EDGE_2014, {**cutouts.EDGE_2014, "NCESSCH": "120144009033"}
        ),
        cutouts.parquet(folder, "e18.parquet", cutouts.EDGE_2018),
        cutouts.parquet(folder, "ccd.parquet", cutouts.CCD, {**cutouts.CCD, "ncessch": "120009000001"}),
        cutouts.parquet(folder, "lea.parquet", cutouts.EDGE_LEA),
    ]


def test_any_order_in_one_command_or_several_gives_the_same_tables(tmp_path, files):
    import_nces(files, tmp_path / "at-once")
    expected = tables(tmp_path / "at-once")
    assert [len(expected[name]) for name in TABLES] == [4, 1, 2]
    orders = list(permutations(files))
    for number, order in enumerate((orders[-1], orders[257], orders[401])):
        network = tmp_path / f"one-by-one-{number}"
        for file in order:
            import_nces([file], network)
        assert tables(network) == expected


def test_the_newest_fact_counts_and_older_ones_fill(tmp_path, files):
    import_nces(files, tmp_path)
    mosley = cutouts.school(tmp_path)
    assert (mosley["address"], mosley["locale"]) == ("501 MOSLEY DR", 22)  # 2023-24 and 2022-23
    assert (mosley["latitude"], mosley["longitude"]) == (30.2391, -85.645)  # 2018-19 goes before 2014-15
    empty = cutouts.school(tmp_path, "120144009033")
    assert (empty["name"], empty["latitude"]) == ("34-M-W-7 (34-M-N-7)", 30.239)  # only 2014-15 knows where
    assert cutouts.school(tmp_path, "120009000001")["grade_low"] == "09"


def test_geocodes_without_a_name_wait_for_one(tmp_path, files):
    network = tmp_path / "network"
    report = import_nces([files[2]], network)
    assert report.tables[0].landed == 2
    assert cutouts.rules(report, "warning") == {"not_named_yet": 2}
    assert tables(network)["schools"] == []
    import_nces([files[4]], network)
    assert cutouts.school(network)["latitude"] == 30.239


def test_importing_twice_changes_nothing(tmp_path, files):
    network = tmp_path / "network"
    first = import_nces(files, network)
    before = (tables(network), (network / "warehouse" / "catalog.json").read_bytes())
    again = import_nces(files, network)
    assert (again.state, again.batch_id) == ("unchanged", first.batch_id)
    assert (tables(network), (network / "warehouse" / "catalog.json").read_bytes()) == before


def test_a_corrected_file_replaces_what_it_said_before(tmp_path):
    network = tmp_path / "network"
    import_nces([cutouts.search(tmp_path, MOSLEY, EMPTY)], network)
    import_nces([cutouts.search(tmp_path, without(MOSLEY, "1901.00000", "1902.00000"))], network)
    counts = {row["school_id"]: row["students"] for row in tables(network)["school_enrollment"]}
    assert counts == {"120009000067": 1902, "120144009033": 0}


def test_two_files_that_state_the_same_are_said_and_the_later_counts(tmp_path):
    network = tmp_path / "network"
    one = cutouts.search(tmp_path, MOSLEY, name="one.csv")
    two = cutouts.search(tmp_path, without(MOSLEY, "1901.00000", "1902.00000"), name="two.csv")
    report = import_nces([one, two], network)
    assert [(count.rows_in, count.landed) for count in report.tables] == [(1, 1), (1, 1)]
    assert cutouts.rules(report, "warning") == {"stated_twice": 2}  # a row for each of its two years
    assert tables(network)["school_enrollment"][0]["students"] == 1902


def test_the_page_and_the_csv_of_one_search_say_the_same(tmp_path):
    rows = (*cutouts.SCHOOLS, cutouts.OFFICE_IN_CHICAGO)
    import_nces([cutouts.search(tmp_path, *rows)], tmp_path / "csv")
    import_nces([cutouts.page(tmp_path, *rows)], tmp_path / "page")
    import_nces([cutouts.search(tmp_path, *rows, name="u.csv", dated=False)], tmp_path / "given", "2022-23")
    assert tables(tmp_path / "csv") == tables(tmp_path / "page") == tables(tmp_path / "given")
    assert len(tables(tmp_path / "page")["schools"]) == 5


def test_a_page_that_was_cut_off_is_noticed(tmp_path):
    report = import_nces([cutouts.page(tmp_path, *cutouts.SCHOOLS, announced=4248)], tmp_path / "network")
    (note,) = [finding for finding in report.findings if finding.rule == "file_note"]
    assert "announces 4248 records and holds 4" in note.examples[0].reason


def test_without_a_year_schools_land_and_enrolment_waits(tmp_path):
    network = tmp_path / "network"
    file = cutouts.search(tmp_path, dated=False)
    report = import_nces([file], network)
    assert len(tables(network)["schools"]) == 4
    assert tables(network)["school_enrollment"] == []
    assert cutouts.rules(report, "warning") == {"enrollment_without_year": 3, "facts_without_year": 4}
    assert "--school-year" in report.as_text()
    again = import_nces([file], network, "2021-22")
    assert again.state == "landed"
    assert {row["school_year"] for row in tables(network)["school_enrollment"]} == {"2021-22"}


def test_a_year_that_is_none_is_refused(tmp_path):
    with pytest.raises(BadInput, match="2023-25"):
        import_nces([cutouts.search(tmp_path)], tmp_path / "network", "2023-25")


def package(network: Path, name: str, row: dict) -> None:
    """Land one row of a contract table as the package door would."""
    table = contract.tables()[name]
    warehouse = Warehouse(network)
    columns = ", ".join(
        f'CAST(${field.name} AS {TYPES[field.type]}) AS "{field.name}"' for field in table.fields
    )
    given = {field.name: row.get(field.name) for field in table.fields}
    with warehouse.staging() as folder, duckdb.connect() as connection:
        rows = connection.sql(f"SELECT {columns}", params=given).to_arrow_table()
        connection.register("given", rows)
        connection.execute(f"COPY given TO '{folder}/{name}.parquet'")
        batch = Batch(f"p-{name}", "package", name, Batch.from_dict(_BATCH).landed_on)
        assert warehouse.land(batch, {name: folder / f"{name}.parquet"})


_BATCH = {"id": "", "source": "", "digest": "", "landed_on": "2026-01-01", "files": []}
PRIVATE = {
    "school_id": "A1234567",
    "name": "Example Academy",
    "school_type": "private",
    "state": "FL",
    "status": "open",
}


def test_what_a_package_brought_is_not_lost(tmp_path):
    package(tmp_path, "schools", PRIVATE)
    import_nces(
        [cutouts.search(tmp_path), cutouts.parquet(tmp_path, "e.parquet", cutouts.EDGE_2014)], tmp_path
    )
    assert cutouts.school(tmp_path, "A1234567")["name"] == "Example Academy"
    assert len(tables(tmp_path)["schools"]) == 5


def test_what_no_fact_says_stays_as_the_package_gave_it(tmp_path):
    known = {
        "school_id": "120009000067",
        "school_year": "2022-23",
        "students": 1,
        "female": 950,
        "title_i_status": "5",
    }
    package(tmp_path, "school_enrollment", known)
    mosley = {**PRIVATE, "school_id": "120009000067", "school_type": "public", "opened_on": "1970-08-01"}
    package(tmp_path, "schools", {**mosley, "latitude": 30.5, "longitude": -85.5})
    import_nces([cutouts.search(tmp_path)], tmp_path)
    (enrolled,) = [row for row in tables(tmp_path)["school_enrollment"] if row["school_id"] == "120009000067"]
    assert (enrolled["students"], enrolled["female"], enrolled["title_i_status"]) == (1901, 950, "5")
    landed = cutouts.school(tmp_path)
    assert (landed["name"], str(landed["opened_on"])) == ("A. CRAWFORD MOSLEY HIGH SCHOOL", "1970-08-01")
    assert (landed["latitude"], landed["longitude"]) == (30.5, -85.5)


def test_a_package_may_name_a_school_that_has_geocodes_only(tmp_path):
    package(tmp_path, "schools", {**PRIVATE, "school_id": "120009000067", "school_type": "charter"})
    import_nces([cutouts.parquet(tmp_path, "e.parquet", cutouts.EDGE_2014)], tmp_path)
    landed = cutouts.school(tmp_path)
    assert (landed["name"], landed["latitude"], landed["school_type"]) == (
        "Example Academy",
        30.239,
        "charter",
    )


def test_reports_are_kept(tmp_path):
    report = import_nces([cutouts.search(tmp_path)], tmp_path)
    kept = Warehouse(tmp_path).report_file(report.batch_id, "txt").read_text(encoding="utf-8")
    assert kept == report.as_text()
