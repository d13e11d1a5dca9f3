"""Every renderer says the same of one release: pages, drawings, the map, CSV, workbooks, the command line."""

import csv
import io

import pytest

from catchment.release.reader import Releases
from catchment.reports import exports
from tests.egress import reading
from tests.egress.hidden import FULL, HIGH, LOW, PARTNER, SMALL

STUDENTS = {
    LOW: "2,432 (1 small group is left out)",
    HIGH: "2,421",
    SMALL: "too few to show (1 small group is left out)",
    FULL: "2,453",
}
FEMALE = {
    LOW: "1,100 or fewer of 2,400",
    HIGH: "all but 1,100 or fewer of 2,404",
    SMALL: "too few to break down",
    FULL: "1,200 of 2,400 (50 %)",
}
"""What is published of each school, worked out by hand from the rules."""


@pytest.fixture
def listed(site) -> list[list[str]]:
    """The list of schools as the page shows it."""
    return reading.tables(site.partner.get("/schools/").content)["Schools of the region"]


def columns(rows: list[list[str]], *names: str) -> dict[str, tuple[str, ...]]:
    """By the id in a school's name, its cells in some columns."""
    at = [rows[0].index(name) for name in names]
    return {
        row[0].split(" (")[0].removeprefix("School "): tuple(row[place] for place in at)
        for row in rows[1:]
        if row and row[0].startswith("School ")
    }


SAID = {school: (STUDENTS[school], FEMALE[school]) for school in STUDENTS}
NAMES = ("Students", "Female, all courses")


def test_the_list_says_what_is_published(listed):
    assert columns(listed, *NAMES) == SAID


def test_files_of_the_list_say_the_same(site):
    assert columns(reading.of_csv(site.partner.get("/schools.csv").content), *NAMES) == SAID
    assert columns(reading.of_xlsx(site.partner.get("/schools.xlsx").content)[0], *NAMES) == SAID


@pytest.mark.parametrize("school", STUDENTS)
def test_a_schools_own_page_says_the_same(site, school):
    found = reading.tables(site.partner.get(f"/schools/{school}/").content)
    gender = found["Female students by year"][1]
    assert gender[1] == FEMALE[school]
    by_course = {row[0]: row[2] for row in found["Students by year and course"][1:]}
    together = by_course.get("All courses together")
    assert (together or by_course["CSP"]) == (STUDENTS[school] if school != SMALL else "fewer than 1,100")


def test_a_group_that_is_not_reported_is_on_no_page(site):
    found = reading.tables(site.partner.get(f"/schools/{FULL}/").content)
    assert [row[0] for row in found["Students by year and course"][1:]] == ["CSP"]


def test_the_map_says_the_same(site):
    features = site.partner.get("/region/schools.geojson").json()["features"]
    said = {each["properties"]["id"]: each["properties"] for each in features}
    for school, words in STUDENTS.items():
        number = words.split(" ")[0].replace(",", "")
        assert said[school].get("students") == (int(number) if number.isdigit() else None)
        assert said[school]["kind"] == ("shown" if number.isdigit() else "few")


@pytest.mark.parametrize("kind", ["csv"])
def test_the_command_line_exports_the_same_cells(releases, kind):
    reader, stream = Releases(releases).partner(PARTNER), io.BytesIO()
    exports.write_table(reader, "schools", reader.arrow("schools"), kind, stream)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue().decode())))
    whole = {row["geo_id"]: row for row in rows if row["course_id"] == "all"}
    codes = {school: (row["female_code"], row["gender_base"], row["female"]) for school, row in whole.items()}
    assert codes == {
        LOW: ("low", "2400", ""),
        HIGH: ("high", "2404", ""),
        SMALL: ("few", "0", ""),
        FULL: ("exact", "2400", "1200"),
    }
    assert {school: row["students"] for school, row in whole.items()} == {
        LOW: "2432",
        HIGH: "2421",
        SMALL: "0",
        FULL: "2453",
    }


def test_drawings_their_tables_and_their_files_say_the_same(site):
    page = site.partner.get("/region/").content
    tables, drawings = reading.tables(page), reading.drawings(page)
    book = reading.of_xlsx(site.partner.get("/region/who.xlsx").content)
    text = reading.of_csv(site.partner.get("/region/who.csv").content)
    charts = (
        "Gender",
        "Race and ethnicity",
        "Gender and underrepresented groups",
        "Gender and trained teachers",
    )
    for number, title in enumerate(charts):
        rows = tables[title]
        assert book[number] == rows
        assert text[text.index([title]) + 1 :][: len(rows)] == rows
        drawn = [texts for name, texts in drawings if name.startswith(f"{title}:")]
        assert len(drawn) == 2, "one for a wide and one for a narrow screen"
        for name, _count, share, _network in rows[1:]:
            for texts in drawn:
                assert (name in texts) is (share != "not in the base")
                assert share in texts or share == "not in the base"


def test_the_sentence_of_a_chart_is_its_description(site):
    page = site.partner.get("/region/").content
    sentences = [reading.words(node) for node in reading.html.fromstring(page).find_class("chart__sentence")]
    said = [name.partition(": ")[2] for name, _texts in reading.drawings(page)]
    assert sorted(said) == sorted(2 * sentences)


def test_estimates_by_course_are_the_same_in_files(site):
    rows = reading.tables(site.partner.get("/region/").content)["By course"]
    assert reading.of_xlsx(site.partner.get("/region/who.xlsx").content)[4] == rows
    assert [row[0] for row in rows[1:]] == ["CSP"]


def test_every_file_says_where_it_comes_from(site, releases):
    reader = Releases(releases).public()
    for content in (site.partner.get("/schools.csv").content, site.partner.get("/region/who.csv").content):
        about = dict(row for row in reading.of_csv(content) if len(row) == 2)
        assert about["release"] == reader.release_id
        assert about["why some values are words or estimates"].endswith("/privacy/")
