"""What a row means, and when it goes to quarantine."""

import json

import pytest

from catchment.sources.nces import import_nces
from tests.unit.sources_nces import cutouts
from tests.unit.sources_nces.cutouts import CHARTER, EMPTY, FUTURE, MOSLEY, SCHOOLS, without


def imported(tmp_path, *rows, **options):
    network = tmp_path / "network"
    return network, import_nces([cutouts.search(tmp_path, *rows)], network, **options)


def test_a_school_of_the_search_export(tmp_path):
    network, report = imported(tmp_path)
    assert (report.tables[0].rows_in, report.tables[0].landed, report.quarantined) == (4, 4, 0)
    assert cutouts.school(network) == {
        "school_id": "120009000067",
        "name": "A. CRAWFORD MOSLEY HIGH SCHOOL",
        "school_type": "public",
        "district_id": "1200090",
        "district_name": "BAY",
        "address": "501 MOSLEY DR",
        "city": "LYNN HAVEN",
        "state": "FL",
        "zip": "32444",
        "latitude": None,
        "longitude": None,
        "locale": 22,
        "grade_low": "09",
        "grade_high": "12",
        "county_fips": "12005",
        "state_school_id": "FL-03-0491",
        "status": "open",
        "phone": "(850)767-4400",
        "opened_on": None,
        "closed_on": None,
    }


def test_enrolment_is_of_the_asterisk_year_and_a_zero_is_no_dagger(tmp_path):
    network, _ = imported(tmp_path)
    rows = {row["school_id"]: row for row in cutouts.table(network, "school_enrollment")}
    assert rows.keys() == {"120009000067", "120144009033", "120018008534"}  # no row for a dagger
    assert {row["school_year"] for row in rows.values()} == {"2022-23"}
    mosley, empty = rows["120009000067"], rows["120144009033"]
    assert (mosley["students"], mosley["frl_eligible"], mosley["locale"]) == (1901, 685, 22)
    assert (empty["students"], empty["frl_eligible"], empty["female"]) == (0, None, None)


def test_lunch_counts_are_added_only_where_both_are_known(tmp_path):
    network, _ = imported(tmp_path, without(MOSLEY, "67.00000", "‡"), without(CHARTER, "230.00000", "–"))
    rows = cutouts.table(network, "school_enrollment")
    assert [(row["students"], row["frl_eligible"]) for row in rows] == [(1901, None), (233, None)]


def test_marks_of_missing_values_are_missing(tmp_path):
    network, _ = imported(tmp_path)
    future = cutouts.school(network, "120144010794")
    missing = [future[name] for name in ("locale", "grade_low", "grade_high", "county_fips")]
    assert missing == [None] * 4
    assert future["name"] == "130-E-SE-2"


def numbered(row, school_id, number):
    """The row as that of another school."""
    return without(row, school_id, f"{int(school_id) + number:012d}")


def test_every_mark_of_a_missing_count(tmp_path):
    marks = ("†", "–", "‡", "-1", "-2", "-9", "-9.0", "M", "N", "", " ")
    rows = [numbered(MOSLEY, "120009000067", number) for number in range(len(marks))]
    given = [without(row, "1901.00000", mark) for row, mark in zip(rows, marks, strict=True)]
    network, report = imported(tmp_path, *given, EMPTY)
    assert (report.tables[0].landed, report.quarantined) == (len(marks) + 1, 0)
    counts = [row["students"] for row in cutouts.table(network, "school_enrollment")]
    assert counts == [*(None for _ in marks), 0]


@pytest.mark.parametrize(
    ("said", "school_type"), [("Yes", "charter"), ("No", "public"), ("N", "public"), ("†", "public")]
)
def test_n_is_an_answer_in_the_charter_column_alone(tmp_path, said, school_type):
    network, report = imported(tmp_path, without(CHARTER, ",Yes,", f",{said},"))
    assert report.quarantined == 0
    assert cutouts.school(network, "120018008534")["school_type"] == school_type


def test_n_is_no_missing_mark_of_a_charter(tmp_path):
    earlier = cutouts.search(tmp_path, CHARTER, name="earlier.csv", dated=False)
    import_nces([earlier], tmp_path / "network", "2020-21")
    network, _ = imported(tmp_path, without(CHARTER, ",Yes,", ",N,"))
    assert cutouts.school(network, "120018008534")["school_type"] == "public"


STATUSES = {
    **dict.fromkeys(("Open", "New", "Added", "Reopened", "Changed Agency", "†"), "open"),
    "Closed": "closed",
    **dict.fromkeys(("Inactive", "Future"), "excluded"),
}


def test_status(tmp_path):
    rows = [numbered(FUTURE, "120144010794", number) for number in range(len(STATUSES))]
    given = [without(row, ",Future", f",{said}") for row, said in zip(rows, STATUSES, strict=True)]
    network, _ = imported(tmp_path, *given)
    landed = [school["status"] for school in cutouts.table(network, "schools")]
    assert dict(zip(STATUSES, landed, strict=True)) == STATUSES


GRADES = {
    "Pre-K": "PK",
    "Kindergarten": "KG",
    "1": "01",
    "10": "10",
    "Ungraded": "UG",
    "Adult education": "AE",
    "Not applicable": None,
    None: None,
}


def test_grades_as_the_directory_writes_them(tmp_path):
    rows = [
        {**cutouts.CCD, "ncessch": f"{120009000067 + number}", "lowest_grade_offered": said}
        for number, said in enumerate(GRADES)
    ]
    report = import_nces([cutouts.parquet(tmp_path, "ccd.parquet", *rows)], tmp_path / "network")
    assert report.quarantined == 0
    landed = [school["grade_low"] for school in cutouts.table(tmp_path / "network", "schools")]
    assert dict(zip(GRADES, landed, strict=True)) == GRADES


def test_the_directory_alone_makes_an_open_public_school(tmp_path):
    import_nces([cutouts.parquet(tmp_path, "ccd.parquet", cutouts.CCD)], tmp_path / "network")
    made = cutouts.school(tmp_path / "network")
    assert (made["status"], made["school_type"], made["district_name"]) == ("open", "public", "BAY")
    assert cutouts.table(tmp_path / "network", "school_enrollment") == []


ARNOLD_WITHOUT_ZERO = cutouts.ARNOLD.replace("061044001166", "61044001166").replace(",0610440,", ",610440,")


def test_a_lost_zero_is_restored_where_the_state_proves_it(tmp_path):
    network, report = imported(tmp_path, ARNOLD_WITHOUT_ZERO)
    restored = cutouts.school(network, "061044001166")
    assert (restored["district_id"], restored["state"]) == ("0610440", "CA")
    assert cutouts.rules(report, "warning") == {"restored_zero": 1}


QUARANTINED = {
    "lost zero, no proof": (ARNOLD_WITHOUT_ZERO.replace(",CA,", ",FL,"), "bad_school_id", "NCES School ID"),
    "lost zero, no state": (ARNOLD_WITHOUT_ZERO.replace(",CA,", ",†,"), "bad_school_id", "NCES School ID"),
    "13 digits": (without(MOSLEY, "120009000067", "1200090000670"), "bad_school_id", "NCES School ID"),
    "spreadsheet": (without(MOSLEY, "120009000067", "1.20009E+11"), "bad_school_id", "NCES School ID"),
    "no id": (without(MOSLEY, "120009000067", ""), "bad_school_id", "NCES School ID"),
    "no such state code": (
        without(MOSLEY, "120009000067", "990009000067"),
        "bad_school_id",
        "NCES School ID",
    ),
    "bad district": (without(MOSLEY, "1200090,", "120009,"), "bad_district_id", "NCES District ID"),
    "state of another id": (
        without(without(MOSLEY, ",FL,", ",TX,"), "FL-03-0491,1200090", "03-0491,4800090"),
        "state_contradicts_id",
        "State",
    ),
    "no state": (without(MOSLEY, ",FL,", ",Florida,"), "bad_state", "State"),
    "zip": (without(MOSLEY, "32444", "3244"), "bad_zip", "ZIP"),
    "locale": (without(MOSLEY, ",22,", ",29,"), "bad_locale", "Locale Code*"),
    "grade": (without(MOSLEY, ",09,12,", ",09,14,"), "bad_grade", "High Grade*"),
    "status": (without(MOSLEY, ",Open", ",Ajar"), "bad_status", "Status"),
    "charter": (without(MOSLEY, ",No,", ",Maybe,"), "bad_charter", "Charter"),
    "half a student": (without(MOSLEY, "1901.00000", "1901.5"), "bad_number", "Students*"),
    "negative": (without(MOSLEY, "618.00000", "-618"), "bad_number", "Free Lunch*"),
    "no number": (without(MOSLEY, "67.00000", "many"), "bad_number", "Reduced Lunch*"),
    "too few cells": (MOSLEY.rsplit(",", 3)[0], "broken_row", ""),
    "too many cells": (MOSLEY + ",more", "broken_row", ""),
}


@pytest.mark.parametrize("case", QUARANTINED)
def test_a_broken_row_goes_to_quarantine_alone(tmp_path, case):
    row, rule, column = QUARANTINED[case]
    network, report = imported(tmp_path, EMPTY, row, CHARTER)
    counted = report.tables[0]
    assert (counted.rows_in, counted.landed, counted.quarantined) == (3, 2, 1)
    assert cutouts.rules(report) == {rule: 1}
    (refused,) = cutouts.quarantined(network, report)
    assert (refused["file"], refused["row"]) == ("search.csv (school search)", "2")
    assert (refused["column"], refused["rule"]) == (column, rule)
    assert refused["reason"]
    assert [school["school_id"] for school in cutouts.table(network, "schools")] == [
        "120018008534",
        "120144009033",
    ]


def test_quarantine_keeps_what_the_row_said(tmp_path):
    network, report = imported(tmp_path, without(MOSLEY, ",22,", ",29,"))
    (refused,) = cutouts.quarantined(network, report)
    assert json.loads(refused["cells"])["School Name"] == "A. CRAWFORD MOSLEY HIGH SCHOOL"
    assert refused["reason"] == '"29": expected an NCES locale, 11 to 43'


def test_of_one_id_twice_in_a_file_the_first_lands(tmp_path):
    again = without(MOSLEY, "A. CRAWFORD MOSLEY", "SOME OTHER")
    network, report = imported(tmp_path, *SCHOOLS, again)
    assert (report.tables[0].rows_in, report.tables[0].landed) == (5, 4)
    (refused,) = cutouts.quarantined(network, report)
    assert (refused["row"], refused["rule"]) == ("5", "duplicate_id")
    assert "row 1 has this id too" in refused["reason"]
    assert cutouts.school(network)["name"] == "A. CRAWFORD MOSLEY HIGH SCHOOL"


def test_a_broken_first_row_does_not_take_the_id(tmp_path):
    network, report = imported(tmp_path, without(MOSLEY, ",22,", ",29,"), MOSLEY)
    assert (report.tables[0].landed, cutouts.rules(report)) == (1, {"bad_locale": 1})
    assert cutouts.school(network)["locale"] == 22


def test_an_office_in_another_state_moves_no_school(tmp_path):
    network, report = imported(tmp_path, cutouts.OFFICE_IN_CHICAGO)
    landed = cutouts.school(network, "120039008738")
    assert (landed["state"], landed["county_fips"]) == ("FL", "12086")
    assert (landed["address"], landed["city"], landed["zip"]) == (None, None, None)
    assert cutouts.rules(report, "warning") == {"address_in_another_state": 1}


def test_a_school_of_the_bureau_of_indian_education_is_where_its_address_is(tmp_path):
    row = {**cutouts.EDGE_2018, "NCESSCH": "590000100011", "OPSTFIPS": "59", "STATE": "AZ", "CNTY": "04001"}
    report = import_nces([cutouts.parquet(tmp_path, "e.parquet", row)], tmp_path / "network")
    assert report.quarantined == 0
    assert cutouts.school(tmp_path / "network", "590000100011")["state"] == "AZ"


@pytest.mark.parametrize(
    ("latitude", "longitude", "rule"),
    [
        (0.0, 0.0, "impossible_coordinates"),
        (30.2, 85.6, "impossible_coordinates"),  # the minus is lost
        (-85.6, 30.2, "impossible_coordinates"),  # the wrong way round
        (91.0, -85.6, "impossible_coordinates"),
        (30.2, None, "bad_coordinates"),
        (None, -85.6, "bad_coordinates"),
    ],
)
def test_impossible_coordinates(tmp_path, latitude, longitude, rule):
    row = {**cutouts.EDGE_2014, "LATCODE": latitude, "LONGCODE": longitude}
    report = import_nces([cutouts.parquet(tmp_path, "edge.parquet", row)], tmp_path / "network")
    assert cutouts.rules(report) == {rule: 1}
    assert report.tables[0].landed == 0


@pytest.mark.parametrize(
    "place", [(-14.3, -170.7), (13.4, 144.7), (71.3, -156.6), (51.9, 179.5), (None, None)]
)
def test_possible_coordinates(tmp_path, place):
    row = {**cutouts.EDGE_2018, "LAT": place[0] and str(place[0]), "LON": place[1] and str(place[1])}
    import_nces([cutouts.parquet(tmp_path, "edge.parquet", row)], tmp_path / "network")
    landed = cutouts.school(tmp_path / "network")
    assert (landed["latitude"], landed["longitude"]) == place


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"FIPST": "48"}, "state_contradicts_id"),
        ({"LSTATE": "TX", "FIPST": None}, "state_contradicts_id"),
        ({"CONUM": "1200"}, "bad_county"),
        ({"SURVYEAR": "14"}, "bad_year"),
        ({"LATCODE": "north"}, "bad_coordinates"),
    ],
)
def test_geocodes_that_contradict_themselves(tmp_path, change, rule):
    row = {**cutouts.EDGE_2014, **change}
    report = import_nces([cutouts.parquet(tmp_path, "edge.parquet", row)], tmp_path / "network")
    assert cutouts.rules(report) == {rule: 1}


def test_numbers_in_parquet_have_lost_their_zeros_and_get_them_back(tmp_path):
    row = {
        **cutouts.EDGE_2018,
        "NCESSCH": 61044001166,
        "OPSTFIPS": 6,
        "STATE": "CA",
        "ZIP": 90630,
        "CNTY": 6059.0,
        "LOCALE": 21,
        "LAT": 33.82,
        "LON": -118.04,
    }
    report = import_nces([cutouts.parquet(tmp_path, "edge.parquet", row)], tmp_path / "network")
    assert report.quarantined == 0
    landed = cutouts.school(tmp_path / "network", "061044001166")
    assert (landed["zip"], landed["county_fips"], landed["locale"]) == ("90630", "06059", 21)
    assert (landed["latitude"], landed["longitude"], landed["district_id"]) == (33.82, -118.04, "0610440")


def test_a_zip_gets_its_zeros_back_only_where_the_state_has_such_zips(tmp_path):
    row = {**cutouts.EDGE_2018, "NCESSCH": "250027900001", "OPSTFIPS": "25", "STATE": "MA", "ZIP": "2108"}
    row |= {"CNTY": "25025", "LAT": "42.3", "LON": "-71.0"}
    import_nces([cutouts.parquet(tmp_path, "edge.parquet", row)], tmp_path / "network")
    assert cutouts.school(tmp_path / "network", "250027900001")["zip"] == "02108"


def test_a_district_named_null_has_no_name(tmp_path):
    file = cutouts.lines(tmp_path, "d.csv", cutouts.DISTRICT_HEADER, without(cutouts.BAY, ",BAY,", ",NULL,"))
    report = import_nces([file], tmp_path / "network", "2022-23")
    assert report.tables[0].landed == 1
    assert cutouts.table(tmp_path / "network", "districts") == []
    assert cutouts.rules(report, "warning")["not_named_yet"] == 1


def test_an_unknown_county_is_missing_and_said(tmp_path):
    network, report = imported(tmp_path, without(MOSLEY, "Bay County", "Capitol Planning Region"))
    assert cutouts.school(network)["county_fips"] is None
    assert cutouts.rules(report, "warning") == {"unknown_county": 1}


def test_windows_1252_and_utf_16_are_read(tmp_path):
    text = f"{cutouts.SEARCH_HEADER}\n{FUTURE.replace('130-E-SE-2', 'Peñasco')}\n"
    for number, encoding in enumerate(("cp1252", "utf-16", "utf-8-sig")):
        file = tmp_path / f"{encoding}.csv"
        file.write_bytes(text.encode(encoding))
        network = tmp_path / f"network-{number}"
        assert import_nces([file], network, "2022-23").tables[0].landed == 1
        landed = cutouts.school(network, "120144010794")
        assert (landed["name"], landed["locale"]) == ("Peñasco", None)
